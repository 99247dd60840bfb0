//! The last-administrator rule: no way leaves an environment without somebody who can administer it (SPEC R1.7).

use crate::domain::{Code, Fault, Membership, Problem};
use crate::store::Work;
use crate::store::user::membership;

/// Whether a member may change in this way. Every verb that touches `active`, `administrator` or `banned` asks here.
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
