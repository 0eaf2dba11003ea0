//! Readings and where they become alarms. Pure: values in, values out.

use yingda_model::{AlarmKind, Severity};

/// How far a value must come back before an alarm is over, as a part of its threshold: what trembles is told once.
const BACK: f64 = 0.1;

/// From where on values are alarms; 0: never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    pub disk_free_percent: u32,
    pub consumer_lag_seconds: u32,
    pub backup_age_hours: u32,
    pub certificate_days: u32,
    pub database_slow_ms: u32,
    pub deliveries_fail_minutes: u32,
    pub refusals_per_minute: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            disk_free_percent: 10,
            consumer_lag_seconds: 60,
            backup_age_hours: 36,
            certificate_days: 14,
            database_slow_ms: 500,
            deliveries_fail_minutes: 15,
            refusals_per_minute: 600,
        }
    }
}

/// How one thing stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub kind: AlarmKind,
    /// Which folder, consumer or limit; empty where there is one of its kind.
    pub subject: String,
    /// Which server; empty for what all servers share.
    pub server: String,
    pub value: f64,
    /// From where on it is a warning.
    pub threshold: f64,
    /// From where on somebody should look now; none when that is never so.
    pub critical: Option<f64>,
}

impl Reading {
    /// How bad it is, given how bad it was: what is on goes off or down only when the value has come back a little.
    pub fn severity(&self, before: Option<Severity>) -> Option<Severity> {
        let was = |severity| before.is_some_and(|before| before >= severity);
        if self.critical.is_some_and(|critical| self.is_beyond(critical, was(Severity::Critical))) {
            return Some(Severity::Critical);
        }
        self.is_beyond(self.threshold, was(Severity::Warning)).then_some(Severity::Warning)
    }

    fn is_beyond(&self, threshold: f64, held: bool) -> bool {
        let margin = if held { threshold * BACK } else { 0.0 };
        if self.kind.falls() { self.value < threshold + margin } else { self.value > threshold - margin }
    }

    /// Whether a value is worth telling anew after this one.
    pub fn has_moved_from(&self, told: f64) -> bool {
        (self.value - told).abs() > self.threshold * BACK
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(kind: AlarmKind, value: f64) -> Reading {
        let (subject, server) = (String::new(), String::new());
        let (threshold, critical) = if kind.falls() { (10.0, Some(2.0)) } else { (60.0, Some(600.0)) };
        Reading { kind, subject, server, value, threshold, critical }
    }

    #[test]
    fn a_value_that_trembles_is_one_alarm() {
        use Severity::{Critical, Warning};
        let judged = |kind, before, value: f64| reading(kind, value).severity(before);
        let disk = AlarmKind::DiskLow;
        assert_eq!(judged(disk, None, 10.5), None);
        assert_eq!(judged(disk, None, 9.9), Some(Warning));
        assert_eq!(judged(disk, Some(Warning), 10.5), Some(Warning), "not yet");
        assert_eq!(judged(disk, Some(Warning), 11.5), None);
        assert_eq!(judged(disk, None, 1.0), Some(Critical));
        assert_eq!(judged(disk, Some(Critical), 2.1), Some(Critical));
        assert_eq!(judged(disk, Some(Critical), 3.0), Some(Warning));
        let behind = AlarmKind::ConsumerBehind;
        assert_eq!(judged(behind, None, 60.0), None);
        assert_eq!(judged(behind, None, 61.0), Some(Warning));
        assert_eq!(judged(behind, Some(Warning), 55.0), Some(Warning));
        assert_eq!(judged(behind, Some(Warning), 54.0), None);
        assert_eq!(judged(behind, Some(Warning), 601.0), Some(Critical));
    }
}
