//! The last-administrator rule: no change leaves an environment without somebody who can administer it (SPEC R1.7).
//!
//! Only administrators who can log in count; see `store/user/administrator.rs`. The rule cannot refuse the status `denied`
//! after ten wrong passwords: a refusal would let strangers go on guessing. A denied administrator gets in again by a reset
//! e-mail, and until then nobody else can be removed who would leave the environment without an administrator.

use crate::domain::{Code, Fault, Membership, Problem};
use crate::store::Work;
use crate::store::user::membership;

/// Checks whether a member may change in this way. Every function that changes `active`, `administrator` or `banned` calls it.
///
/// # Errors
/// A fault of the database; the inner problem says that the member is the last administrator.
pub fn keep_an_administrator(
    work: &Work,
    before: &Membership,
    after: &Membership,
) -> Result<Result<(), Problem>, Fault> {
    let stays = !before.is_acting_administrator() || after.is_acting_administrator();
    if stays || membership::has_other_administrator(work, before.row)? {
        return Ok(Ok(()));
    }
    Ok(Err(Problem::new(
        Code::LastAdministrator,
        format!("{} is the last active administrator of this environment", before.name),
    )
    .help("make somebody else an administrator first")))
}
