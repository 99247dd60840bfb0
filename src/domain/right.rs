//! The common part of grants and permissions: a list of rights with their texts, and sets of them.

/// Defines a list of rights, each with its text and its explanation, and the type of a set of them.
macro_rules! rights {
    (
        $(#[$doc_of_one:meta])* $one:ident,
        $(#[$doc_of_set:meta])* $set:ident,
        $what:literal;
        $($variant:ident = $text:literal, $doc:literal;)*
    ) => {
        $(#[$doc_of_one])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $one {
            $(#[doc = $doc] $variant,)*
        }

        $(#[$doc_of_set])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $set(u32);

        impl $one {
            /// Every right, in the order of the manual.
            pub const ALL: &'static [$one] = &[$($one::$variant),*];

            /// The text of every right.
            pub const TEXTS: &'static [&'static str] = &[$($text),*];

            /// Returns the text that people write and refusals name.
            pub const fn as_str(self) -> &'static str {
                match self { $($one::$variant => $text,)* }
            }

            /// Returns the explanation of the right.
            pub const fn doc(self) -> &'static str {
                match self { $($one::$variant => $doc,)* }
            }

            /// Returns the right of a text.
            ///
            /// # Errors
            /// Returns a problem that names the nearest right.
            pub fn parse(text: &str) -> Result<$one, $crate::domain::Problem> {
                if let Some(found) = $one::ALL.iter().find(|one| one.as_str() == text) {
                    return Ok(*found);
                }
                let message = format!("there is no {} {text:?}", $what);
                let problem = $crate::domain::Problem::new($crate::domain::Code::NotInList, message);
                Err(match $crate::domain::nearest(text, $one::TEXTS.iter().copied()) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => problem.help(format!("the {}s are {}", $what, $one::TEXTS.join(", "))),
                })
            }
        }

        impl $set {
            /// Makes a set of these rights.
            pub fn of(all: &[$one]) -> $set {
                all.iter().fold($set(0), |set, one| set.with(*one))
            }

            /// Checks whether a right is in the set.
            pub const fn holds(self, one: $one) -> bool {
                self.0 & (1 << one as u32) != 0
            }

            /// Returns the set with a further right.
            pub const fn with(self, one: $one) -> $set {
                $set(self.0 | 1 << one as u32)
            }

            /// Returns the set without a right.
            pub const fn without(self, one: $one) -> $set {
                $set(self.0 & !(1 << one as u32))
            }

            /// Returns all rights in the set, in the order of the manual.
            pub fn iter(self) -> impl Iterator<Item = $one> {
                $one::ALL.iter().copied().filter(move |one| self.holds(*one))
            }

            /// Returns the texts of all rights in the set, in the order of the manual.
            pub fn texts(self) -> impl Iterator<Item = &'static str> {
                self.iter().map($one::as_str)
            }

            /// Returns the texts of all rights that are not in the set, in the order of the manual.
            pub fn missing_texts(self) -> impl Iterator<Item = &'static str> {
                $one::ALL.iter().filter(move |one| !self.holds(**one)).map(|one| one.as_str())
            }
        }
    };
}

pub(super) use rights;
