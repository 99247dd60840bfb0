//! Attacks on pages: forged requests, sessions of others, addresses that lead away, hosts that lie.
