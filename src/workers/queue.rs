//! A bounded queue with a lane for each environment; the lanes take turns, so that nobody waits behind somebody else's crowd.

use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A lane whose last piece of work took longer than this is slow: what others wait for is finished before its next one begins.
const SLOW: Duration = Duration::from_millis(50);

/// A queue of work, from many threads to a few.
pub struct Queue<W> {
    lanes: Mutex<Lanes<W>>,
    something: Condvar,
    most: usize,
}

/// Why work is not taken on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Busy {
    /// As much waits as may wait, or as much of this environment.
    Full,
    /// The program stops.
    Stopping,
}

struct Lanes<W> {
    lanes: HashMap<String, Lane<W>>,
    /// The lanes in which something waits, in the order of their turns.
    turns: VecDeque<String>,
    waiting: usize,
    closed: bool,
}

struct Lane<W> {
    work: VecDeque<W>,
    is_slow: bool,
}

impl<W> Queue<W> {
    /// A queue in which at most so much waits; one lane may take half of it.
    pub fn new(most: usize) -> Queue<W> {
        let lanes = Lanes { lanes: HashMap::new(), turns: VecDeque::new(), waiting: 0, closed: false };
        Queue { lanes: Mutex::new(lanes), something: Condvar::new(), most }
    }

    /// Puts work at the end of a lane.
    ///
    /// # Errors
    /// Tells why it is not taken on.
    pub fn put(&self, lane: &str, work: W) -> Result<(), Busy> {
        let mut lanes = self.lanes();
        if lanes.closed {
            return Err(Busy::Stopping);
        }
        let is_full = lanes.waiting >= self.most;
        let in_lane = lanes.lanes.get(lane).map_or(0, |lane| lane.work.len());
        if is_full || in_lane >= self.most.div_ceil(2) {
            return Err(Busy::Full);
        }
        if in_lane == 0 {
            lanes.turns.push_back(lane.to_owned());
        }
        lanes.lanes.entry(lane.to_owned()).or_default().work.push_back(work);
        lanes.waiting += 1;
        drop(lanes);
        self.something.notify_one();
        Ok(())
    }

    /// Takes the work whose turn it is with the name of its lane, and waits for it; nothing once the queue is closed and empty.
    pub fn take(&self) -> Option<(String, W)> {
        let mut lanes = self.lanes();
        loop {
            if let Some(taken) = lanes.take() {
                return Some(taken);
            }
            if lanes.closed {
                return None;
            }
            lanes = self.something.wait(lanes).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Takes the work whose turn it is, if there is any and its lane is not slow.
    pub fn take_quick(&self) -> Option<(String, W)> {
        let mut lanes = self.lanes();
        let lane = lanes.turns.front()?;
        if lanes.lanes.get(lane).is_some_and(|lane| lane.is_slow) {
            return None;
        }
        lanes.take()
    }

    /// Notes how long the last work of a lane took.
    pub fn took(&self, lane: &str, time: Duration) {
        let mut lanes = self.lanes();
        if let Some(found) = lanes.lanes.get_mut(lane) {
            found.is_slow = time > SLOW;
        } else if time > SLOW {
            lanes.lanes.insert(lane.to_owned(), Lane { work: VecDeque::new(), is_slow: true });
        }
    }

    /// How much waits.
    pub fn waiting(&self) -> usize {
        self.lanes().waiting
    }

    /// Takes nothing on any more. What waits is still handed out.
    pub fn close(&self) {
        self.lanes().closed = true;
        self.something.notify_all();
    }

    /// Nothing panics while it holds the lock, so what a poisoned lock guards is whole.
    fn lanes(&self) -> MutexGuard<'_, Lanes<W>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<W> Lanes<W> {
    fn take(&mut self) -> Option<(String, W)> {
        let name = self.turns.pop_front()?;
        let lane = self.lanes.get_mut(&name)?;
        let work = lane.work.pop_front()?;
        self.waiting -= 1;
        if !lane.work.is_empty() {
            self.turns.push_back(name.clone());
        } else if !lane.is_slow {
            self.lanes.remove(&name);
        }
        Some((name, work))
    }
}

impl<W> Default for Lane<W> {
    fn default() -> Self {
        Lane { work: VecDeque::new(), is_slow: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_take_turns() {
        let queue = Queue::new(10);
        for work in 1..=3 {
            queue.put("a", work).unwrap();
        }
        queue.put("b", 10).unwrap();
        queue.put("c", 20).unwrap();
        let order: Vec<i32> = std::iter::from_fn(|| queue.take_quick()).map(|(_, work)| work).collect();
        assert_eq!(order, [1, 10, 20, 2, 3]);
        assert_eq!(queue.waiting(), 0);
    }

    #[test]
    fn a_full_lane_leaves_room_for_others_and_a_full_queue_for_none() {
        let queue = Queue::new(4);
        assert_eq!([1, 2, 3].map(|work| queue.put("a", work)), [Ok(()), Ok(()), Err(Busy::Full)]);
        assert_eq!([4, 5].map(|work| queue.put("b", work)), [Ok(()), Ok(())]);
        assert_eq!(queue.put("c", 6), Err(Busy::Full));
        queue.take();
        assert_eq!(queue.put("c", 6), Ok(()));
    }

    #[test]
    fn a_slow_lane_does_not_join_what_others_wait_for() {
        let queue = Queue::new(10);
        queue.put("a", 1).unwrap();
        queue.take();
        queue.took("a", Duration::from_secs(1));
        queue.put("a", 2).unwrap();
        queue.put("b", 3).unwrap();
        assert_eq!(queue.take_quick(), None);
        assert_eq!(queue.take(), Some(("a".to_owned(), 2)));
        queue.took("a", Duration::ZERO);
        assert_eq!(queue.take_quick(), Some(("b".to_owned(), 3)));
    }

    #[test]
    fn a_closed_queue_hands_out_what_waits_and_takes_nothing_on() {
        let queue = Queue::new(10);
        queue.put("a", 1).unwrap();
        queue.close();
        assert_eq!(queue.put("a", 2), Err(Busy::Stopping));
        assert_eq!(queue.take(), Some(("a".to_owned(), 1)));
        assert_eq!(queue.take(), None);
    }
}
