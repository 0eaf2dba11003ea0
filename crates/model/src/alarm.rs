//! Alarms: what the people who run the deployment should know of, while it lasts.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::member::MemberName;
use crate::text_enum::text_enum;
use crate::{AlarmId, Timestamp};

text_enum! {
    /// What an alarm is about.
    AlarmKind {
        /// Little room on a folder's disk: percent that are free.
        DiskLow = "disk_low",
        /// A consumer of the journal is behind: seconds.
        ConsumerBehind = "consumer_behind",
        /// The newest backup is old: hours.
        BackupOld = "backup_old",
        /// The last backup could not be made.
        BackupFailed = "backup_failed",
        /// The certificate ends soon: days that are left.
        CertificateExpires = "certificate_expires",
        /// The database was away a moment ago: seconds.
        DatabaseAway = "database_away",
        /// The database answers slowly: milliseconds.
        DatabaseSlow = "database_slow",
        /// What must leave the house does not arrive: minutes.
        DeliveriesFail = "deliveries_fail",
        /// A limit is met often: refusals in a minute.
        LimitMet = "limit_met",
    }
}

text_enum! {
    /// How bad it is.
    Severity {
        /// Somebody should look today.
        Warning = "warning",
        /// Somebody should look now.
        Critical = "critical",
    }
}

impl AlarmKind {
    /// Whether less is worse.
    pub const fn falls(self) -> bool {
        matches!(self, Self::DiskLow | Self::CertificateExpires)
    }
}

/// Something that should not be so, and since when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = AlarmOut)]
pub struct Alarm {
    pub id: AlarmId,
    pub kind: AlarmKind,
    /// Which folder, consumer or limit; empty where there is one of its kind.
    pub subject: String,
    /// Which server; empty for what all servers share.
    pub server: String,
    pub severity: Severity,
    /// How it stands, in the unit of its kind.
    pub value: f64,
    /// From where on it is an alarm.
    pub threshold: f64,
    pub raised_at: Timestamp,
    /// Who has seen it and sees to it.
    pub acknowledged_by: Option<MemberName>,
    pub acknowledged_at: Option<Timestamp>,
    /// Until when nobody wants to be reminded, also when it comes again.
    pub muted_until: Option<Timestamp>,
}
