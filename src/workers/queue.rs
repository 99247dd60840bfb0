//! A bounded queue with a lane for each environment. The lanes share the time of the workers: after long work, a lane
//! gets its next turn later. So no environment waits behind many requests, or several slow scripts, of another one.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A lane is slow if its last work took longer than this. A group is committed before it would take more work of a slow
/// lane.
const SLOW: Duration = Duration::from_millis(50);

/// A queue of work from many threads to a few.
pub struct Queue<W> {
    lanes: Mutex<Lanes<W>>,
    something: Condvar,
    most: usize,
}

/// The reason why work is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Busy {
    /// The queue is full, or the part of it that this environment may use.
    Full,
    /// The program is shutting down.
    Stopping,
}

struct Lanes<W> {
    lanes: HashMap<String, Lane<W>>,
    /// The lanes with queued work, in the order of their turns.
    turns: BTreeMap<Turn, String>,
    /// The used time of the lane that had the last turn. A new lane starts from this value, however long it was idle.
    now: Duration,
    arrivals: u64,
    waiting: usize,
    closed: bool,
}

/// The time that a lane has used; for equal times, the order of arrival.
type Turn = (Duration, u64);

struct Lane<W> {
    work: VecDeque<W>,
    turn: Turn,
    is_slow: bool,
}

impl<W> Queue<W> {
    /// Creates a queue for at most `most` units of work. One lane may use half of it.
    pub fn new(most: usize) -> Queue<W> {
        let lanes = Lanes {
            lanes: HashMap::new(),
            turns: BTreeMap::new(),
            now: Duration::ZERO,
            arrivals: 0,
            waiting: 0,
            closed: false,
        };
        Queue { lanes: Mutex::new(lanes), something: Condvar::new(), most }
    }

    /// Adds work to the end of a lane.
    ///
    /// # Errors
    /// Returns the reason if the work is not accepted.
    pub fn put(&self, lane: &str, work: W) -> Result<(), Busy> {
        let mut lanes = self.lanes();
        if lanes.closed {
            return Err(Busy::Stopping);
        }
        let in_lane = lanes.lanes.get(lane).map_or(0, |lane| lane.work.len());
        if lanes.waiting >= self.most || in_lane >= self.most.div_ceil(2) {
            return Err(Busy::Full);
        }
        lanes.put(lane, work);
        drop(lanes);
        self.something.notify_one();
        Ok(())
    }

    /// Takes the next work and the name of its lane. Waits if the queue is empty, and returns `None` if it is closed too.
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

    /// Takes the next work without waiting. Returns `None` if there is none or if its lane is slow.
    pub fn take_quick(&self) -> Option<(String, W)> {
        let mut lanes = self.lanes();
        let (_, next) = lanes.turns.first_key_value()?;
        if lanes.lanes.get(next).is_some_and(|lane| lane.is_slow) {
            return None;
        }
        lanes.take()
    }

    /// Records the duration of the last work of a lane.
    pub fn took(&self, lane: &str, time: Duration) {
        self.lanes().took(lane, time);
    }

    /// Returns the number of queued units of work.
    pub fn waiting(&self) -> usize {
        self.lanes().waiting
    }

    /// Accepts no more work. Queued work can still be taken.
    pub fn close(&self) {
        self.lanes().closed = true;
        self.something.notify_all();
    }

    /// Locks the lanes. No code panics while it holds the lock, so the data of a poisoned lock is consistent.
    fn lanes(&self) -> MutexGuard<'_, Lanes<W>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<W> Lanes<W> {
    fn put(&mut self, name: &str, work: W) {
        self.arrivals += 1;
        self.waiting += 1;
        let newcomer = Lane { work: VecDeque::new(), turn: (self.now, 0), is_slow: false };
        let lane = self.lanes.entry(name.to_owned()).or_insert(newcomer);
        if lane.work.is_empty() {
            lane.turn = (lane.turn.0.max(self.now), self.arrivals);
            self.turns.insert(lane.turn, name.to_owned());
        }
        lane.work.push_back(work);
    }

    fn take(&mut self) -> Option<(String, W)> {
        let (turn, name) = self.turns.pop_first()?;
        let lane = self.lanes.get_mut(&name)?;
        let work = lane.work.pop_front()?;
        self.waiting -= 1;
        self.now = turn.0;
        if !lane.work.is_empty() {
            // Behind lanes with the same used time; the duration of its work is not known yet.
            self.arrivals += 1;
            lane.turn = (turn.0, self.arrivals);
            self.turns.insert(lane.turn, name.clone());
        }
        Some((name, work))
    }

    fn took(&mut self, name: &str, time: Duration) {
        let Some(lane) = self.lanes.get_mut(name) else { return };
        lane.is_slow = time > SLOW;
        let waits = self.turns.remove(&lane.turn).is_some();
        lane.turn.0 += time;
        if waits {
            self.turns.insert(lane.turn, name.to_owned());
        }
        // An idle lane that has used no more time than the others is removed and starts again as a new one.
        let now = self.now;
        self.lanes.retain(|_, lane| !lane.work.is_empty() || lane.turn.0 > now);
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
    fn who_has_used_much_time_comes_later_and_is_not_forgotten() {
        let queue = Queue::new(20);
        let millis = Duration::from_millis;
        for work in 1..=3 {
            queue.put("slow", work).unwrap();
        }
        let mut order = Vec::new();
        let mut work_on = |queue: &Queue<i32>| {
            let (lane, work) = queue.take().unwrap();
            queue.took(&lane, if lane == "slow" { millis(100) } else { millis(40) });
            order.push(work);
        };
        work_on(&queue);
        // Another lane arrives while the slow one works. It is next, for as long as the slow one worked.
        for work in 10..=14 {
            queue.put("quick", work).unwrap();
        }
        (0..7).for_each(|_| work_on(&queue));
        assert_eq!(order, [1, 10, 11, 12, 2, 13, 14, 3]);
    }

    #[test]
    fn a_slow_lane_does_not_join_what_others_wait_for() {
        let queue = Queue::new(10);
        queue.put("a", 1).unwrap();
        queue.take();
        queue.took("a", Duration::from_secs(1));
        queue.put("a", 2).unwrap();
        queue.put("b", 3).unwrap();
        assert_eq!(queue.take_quick(), Some(("b".to_owned(), 3)));
        assert_eq!(queue.take_quick(), None);
        assert_eq!(queue.take(), Some(("a".to_owned(), 2)));
        queue.took("a", Duration::ZERO);
        queue.put("a", 4).unwrap();
        assert_eq!(queue.take_quick(), Some(("a".to_owned(), 4)));
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
