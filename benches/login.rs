//! Benchmark of password hashing: passwords per second through the hashing threads, against bare argon2 on the same
//! number of threads in the same run.
//!
//! `cargo bench --bench login` prints the ratios of rates, paired round by round, and their median. 1.0 is the rate of
//! bare argon2; the goal is 0.9. Each bare thread keeps its memory, like the threads of the program.

#[path = "support/mod.rs"]
mod support;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use enlist::workers::Hashers;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};
use support::{median, ratio_line};

const ROUNDS: usize = 9;

/// Number of passwords that each thread checks in a round.
const EACH: usize = 40;

const PASSWORD: &str = "mAuve-heron-41-tram";

fn main() {
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let hashers = Hashers::start(threads, threads * EACH).expect("threads");
    let hash = hashers.hash_and_wait(PASSWORD, [7; 16]).expect("a hash");
    let (mut bare, mut through) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let bare_took = by_hand(threads);
        let through_took = by_hashers(&hashers, &hash, threads * EACH);
        // The first round is a warm-up and is not counted.
        if round > 0 {
            bare.push(bare_took);
            through.push(through_took);
        }
    }
    let rate = |took: &[Duration]| (threads * EACH) as f64 / median(took).as_secs_f64();
    println!("{} passwords on {threads} threads", threads * EACH);
    println!("  bare argon2  {:6.1} a second", rate(&bare));
    println!("  the hashers  {:6.1} a second", rate(&through));
    println!("  {}", ratio_line("rate of the hashers, bare argon2 = 1", &bare, &through));
}

/// Measures bare argon2 on separate threads.
fn by_hand(threads: usize) -> Duration {
    let (ready, is_ready) = channel();
    let workers: Vec<_> = (0..threads)
        .map(|_| {
            let (ready, (begin, told)) = (ready.clone(), channel::<()>());
            let body = move || {
                let params = Params::new(19 * 1_024, 2, 1, Some(32)).expect("parameters");
                let mut memory = vec![Block::default(); params.block_count()];
                let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
                ready.send(()).expect("a receiver");
                told.recv().expect("a signal to begin");
                for _ in 0..EACH {
                    let mut output = [0; 32];
                    let done = argon2.hash_password_into_with_memory(
                        PASSWORD.as_bytes(),
                        &[7; 16],
                        &mut output,
                        memory.as_mut_slice(),
                    );
                    done.expect("a hash");
                    std::hint::black_box(output);
                }
            };
            (begin, std::thread::spawn(body))
        })
        .collect();
    (0..threads).for_each(|_| is_ready.recv().expect("a thread is ready"));
    let began = Instant::now();
    workers.iter().for_each(|(begin, _)| begin.send(()).expect("a thread waits"));
    for (_, worker) in workers {
        worker.join().expect("a thread ends");
    }
    began.elapsed()
}

/// Measures password checks on the hashing threads of the program.
fn by_hashers(hashers: &Hashers, hash: &str, count: usize) -> Duration {
    let (tell, told) = channel();
    let began = Instant::now();
    for _ in 0..count {
        let tell = tell.clone();
        let answer = move |is_right| tell.send(is_right).expect("a receiver");
        hashers.verify(PASSWORD.to_owned(), Some(hash.to_owned()), answer).expect("room in the queue");
    }
    for _ in 0..count {
        assert!(told.recv().expect("a result"));
    }
    began.elapsed()
}
