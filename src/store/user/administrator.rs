//! Which administrators count for the last-administrator rule (SPEC R1.7): those who can act and whose account can log in.

/// Returns the condition that a membership counts as an administrator of its environment. `member` and `account` are the
/// aliases of the membership and its account.
///
/// The membership is active, not banned and an administrator. The account is validated; an invited account counts only while
/// the environment has no validated administrator, so that a new environment can be set up by invitation.
pub fn counting(member: &str, account: &str) -> String {
    format!(
        "{member}.administrator = 1 AND {member}.active = 1 AND {member}.banned = 0
         AND ({account}.status = 'validated' OR ({account}.status = 'invited' AND NOT EXISTS (
             SELECT 1 FROM membership v JOIN account w ON w.id = v.account_id
             WHERE v.environment_id = {member}.environment_id AND v.administrator = 1 AND v.active = 1 AND v.banned = 0
                 AND w.status = 'validated')))"
    )
}
