//! E-mails (letters): writing them for scripts, and sending them again. `jobs` delivers them.

pub mod resend;
pub mod send_mail;
