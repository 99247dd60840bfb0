//! Suggestions for a mistyped name.

/// Returns the candidate that was most likely meant, or `None` if no candidate is similar enough.
pub fn nearest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            let near = strsim::jaro_winkler(&given, &candidate.to_lowercase());
            (candidate, near)
        })
        .filter(|(_, near)| *near >= 0.8)
        // The first of equally similar candidates.
        .min_by(|left, right| right.1.total_cmp(&left.1))
        .map(|(candidate, _)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_is_understood_and_nonsense_is_not() {
        let names = ["menuName", "menuNames", "locale", "language"];
        assert_eq!(nearest("menuname", names), Some("menuName"));
        assert_eq!(nearest("lokale", names), Some("locale"));
        assert_eq!(nearest("xyz", names), None);
    }
}
