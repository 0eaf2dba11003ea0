//! Limits: what the product takes no more of, each with the name that errors, metrics and the papers call it by.
//!
//! Where a limit holds is decided where it is met; here is only what it is called, how much it is unless somebody has
//! decided otherwise, and whether somebody can.

macro_rules! limits {
    ($($(#[$meta:meta])* $variant:ident = $name:literal { $what:literal, $most:expr, $unit:literal, $set:ident }),+ $(,)?) => {
        /// Something that there is a limit of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Limit { $($(#[$meta])* $variant),+ }

        impl Limit {
            /// Every limit, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name by which errors, metrics and the papers call it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Of what there is a limit.
            pub const fn what(self) -> &'static str {
                match self { $(Self::$variant => $what),+ }
            }

            /// How much there may be, unless the operator has decided otherwise.
            pub const fn most(self) -> u64 {
                match self { $(Self::$variant => $most),+ }
            }

            /// In which unit that is.
            pub const fn unit(self) -> &'static str {
                match self { $(Self::$variant => $unit),+ }
            }

            /// The option that raises it; none when it is fixed.
            pub const fn option(self) -> Option<&'static str> {
                match self { $(Self::$variant => limits!(@$set $name)),+ }
            }
        }
    };
    (@option $name:literal) => { Some(concat!("limits.", $name)) };
    (@fixed $name:literal) => { None };
}

limits! {
    LoginsPerAddress = "logins_per_address" { "logins from one network address", 60, "per minute", option },
    LoginsPerEmail = "logins_per_email" { "logins with one e-mail address", 20, "per minute", option },
    PublicPerAddress = "public_per_address" {
        "requests and connections from one network address to what anybody may call", 600, "per minute", option
    },
    UploadsPerAddress = "uploads_per_address" { "customers' uploads from one network address", 30, "per minute", option },
    CustomerFiles = "customer_files" { "files of one customer", 100, "per day", fixed },
    CustomerFileBytes = "customer_file_bytes" { "bytes of one customer's files", 200 * 1024 * 1024, "per day", fixed },
    CustomerConnections = "customer_connections" { "connections of one customer", 20, "at once", fixed },
    Subscriptions = "subscriptions" { "conversations and lists that one connection looks at", 200, "at once", fixed },
    Frames = "frames" { "frames of one connection", 50, "per second", fixed },
}

impl Limit {
    /// As many as there may be of what is counted.
    pub const fn count(self) -> usize {
        self.most() as usize
    }

    /// How to have more of it, for whoever met it.
    pub fn remedy(self) -> String {
        match self.option() {
            Some(option) => format!("{option} raises it"),
            None => "it is fixed".into(),
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_has_a_name_of_its_own() {
        let mut names: Vec<_> = Limit::ALL.iter().map(|limit| limit.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Limit::ALL.len());
        assert_eq!(Limit::LoginsPerEmail.option(), Some("limits.logins_per_email"));
        assert_eq!(Limit::Frames.option(), None);
    }
}
