//! The process as the kernel sees it, under the names that every Prometheus client uses. On a system without `/proc` there
//! is nothing to say.

use std::fmt;
use std::fs;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::registry::Unit;
use yingda_model::Timestamp;

use super::present::Page;

/// This process, since when.
#[derive(Debug)]
pub(super) struct Process {
    began: Timestamp,
}

impl Process {
    pub fn of(began: Timestamp) -> Self {
        Self { began }
    }
}

impl Collector for Process {
    fn encode(&self, encoder: DescriptorEncoder) -> fmt::Result {
        let mut page = Page(encoder);
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        if let Some(kilobytes) = field(&status, "VmRSS:") {
            let bytes = kilobytes * 1024.0;
            page.gauge("process_resident_memory", "Memory that the process holds", Some(Unit::Bytes), bytes)?;
        }
        if let Some(threads) = field(&status, "Threads:") {
            page.gauge("process_threads", "Threads of the process", None, threads)?;
        }
        if let Ok(open) = fs::read_dir("/proc/self/fd") {
            // The folder that is being read is one of them.
            let open = open.count().saturating_sub(1) as f64;
            page.gauge("process_open_fds", "Open files and connections of the process", None, open)?;
        }
        let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
        if let Some(most) = field(&limits, "Max open files") {
            page.gauge(
                "process_max_fds",
                "Open files and connections that the process may have",
                None,
                most,
            )?;
        }
        page.gauge(
            "process_start_time",
            "When the process began, since 1970",
            Some(Unit::Seconds),
            self.began.millis() as f64 / 1_000.0,
        )?;
        let Some(seconds) = processor_seconds() else { return Ok(()) };
        let counter = ConstCounter::new(seconds);
        let help = "Processor time that the process has used";
        counter.encode(page.0.encode_descriptor(
            "process_cpu",
            help,
            Some(&Unit::Seconds),
            counter.metric_type(),
        )?)
    }
}

/// The number behind a word at the beginning of a line.
fn field(text: &str, name: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

fn processor_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name before may hold anything; the fields after it are numbers, user's and system's ticks the 12th and 13th.
    let mut ticks = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let (user, system): (f64, f64) = (ticks.next()?.parse().ok()?, ticks.next()?.parse().ok()?);
    Some((user + system) / rustix::param::clock_ticks_per_second() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_the_number_behind_its_name() {
        let text = "VmPeak:\t 9 kB\nVmRSS:\t  1234 kB\nMax open files            1024   4096  files\n";
        assert_eq!(field(text, "VmRSS:"), Some(1234.0));
        assert_eq!(field(text, "Max open files"), Some(1024.0));
        assert_eq!(field(text, "Threads:"), None);
    }
}
