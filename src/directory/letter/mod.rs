//! Letters (e-mails): storing those of scripts, and sending letters again. `jobs` delivers them. Start with
//! `send_mail.rs`.

pub mod resend;
pub mod send_mail;
