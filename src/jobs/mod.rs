//! Workers that act later: the outbox.
