//! Counts the memory that each thread holds, so that the memory limit of a script can be checked at every operation.
//!
//! The program installs [`Counting`] as its allocator. A program that embeds the library can do the same. Without it,
//! nothing is counted and the limit has no effect. This file and `store/sql/pages.rs` contain the only `unsafe` code
//! of the crate.

use mimalloc::MiMalloc;
use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;

/// An allocator that counts, per thread, the memory that it allocates and frees.
///
/// The memory comes from mimalloc, also for SQLite. It is fast for two patterns of a server: one thread creates a
/// response and another one drops it, and a group of transactions copies pages in small pieces. A server under load
/// responds a fifth faster than with the system's allocator.
///
/// ```
/// #[global_allocator]
/// static ALLOCATOR: enlist::memory::Counting = enlist::memory::Counting;
///
/// let before = enlist::memory::held();
/// let block = vec![0_u8; 100_000];
/// assert!(enlist::memory::held() >= before + 100_000);
/// drop(block);
/// ```
pub struct Counting;

thread_local! {
    // It has no destructor, so that it can be used while the thread ends.
    static HELD: Cell<i64> = const { Cell::new(0) };
}

/// Returns the number of bytes that this thread has allocated and not freed. Memory that another thread frees is counted
/// there, so the number can be negative.
pub fn held() -> i64 {
    HELD.with(Cell::get)
}

fn count(bytes: i64) {
    HELD.with(|held| held.set(held.get().wrapping_add(bytes)));
}

// SAFETY: every call goes unchanged to mimalloc, which meets the contract of `GlobalAlloc`. Counting changes a number of
// this thread and never allocates.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as i64);
        unsafe { MiMalloc.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-(layout.size() as i64));
        unsafe { MiMalloc.dealloc(pointer, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as i64);
        unsafe { MiMalloc.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size as i64 - layout.size() as i64);
        unsafe { MiMalloc.realloc(pointer, layout, size) }
    }
}
