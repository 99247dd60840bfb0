//! Shared by the benchmarks: medians, paired ratios, memory.

use std::time::Duration;

/// Returns the median of durations.
pub fn median(durations: &[Duration]) -> Duration {
    let mut sorted = durations.to_vec();
    sorted.sort();
    sorted[sorted.len() / 2]
}

/// Returns a line with the median, minimum and maximum of `floor / measured`, pair by pair. 1 is as fast as the lower bound.
#[allow(dead_code)] // Some benchmarks that include this file do not use it.
pub fn ratio_line(title: &str, floor: &[Duration], measured: &[Duration]) -> String {
    let pairs = floor.iter().zip(measured);
    let mut ratios: Vec<f64> = pairs.map(|(floor, measured)| floor.as_secs_f64() / measured.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    let (least, middle, most) = (ratios[0], ratios[ratios.len() / 2], ratios[ratios.len() - 1]);
    format!("{title}: {middle:.2} (from {least:.2} to {most:.2}, {} pairs)", ratios.len())
}

/// Returns the peak memory of this process, in MiB, as Linux counts it.
#[allow(dead_code)]
pub fn peak_memory_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("the process's status");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("the peak");
    let kib: u64 = line.split_whitespace().nth(1).and_then(|word| word.parse().ok()).expect("a number");
    kib / 1024
}
