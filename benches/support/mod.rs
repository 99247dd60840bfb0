//! What the benchmarks share: medians, paired ratios, memory.

use std::time::Duration;

/// The median of durations.
pub fn median(durations: &[Duration]) -> Duration {
    let mut sorted = durations.to_vec();
    sorted.sort();
    sorted[sorted.len() / 2]
}

/// The median of `floor / measured`, pair by pair, with the least and the greatest: 1 is as fast as the floor.
#[allow(dead_code)] // Not every bench that includes this file needs it.
pub fn ratio_line(title: &str, floor: &[Duration], measured: &[Duration]) -> String {
    let pairs = floor.iter().zip(measured);
    let mut ratios: Vec<f64> = pairs.map(|(floor, measured)| floor.as_secs_f64() / measured.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    let (least, middle, most) = (ratios[0], ratios[ratios.len() / 2], ratios[ratios.len() - 1]);
    format!("{title}: {middle:.2} (from {least:.2} to {most:.2}, {} pairs)", ratios.len())
}

/// The greatest memory this process ever held, in MiB, as Linux counts it.
#[allow(dead_code)]
pub fn peak_memory_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("the process's status");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("the peak");
    let kib: u64 = line.split_whitespace().nth(1).and_then(|word| word.parse().ok()).expect("a number");
    kib / 1024
}
