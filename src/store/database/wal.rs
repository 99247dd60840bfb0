//! The WAL beside the database: whether it ends with its last write, or at damage.
//!
//! SQLite reads the WAL up to the first frame with a wrong checksum, and takes that frame for a write that a crash
//! interrupted. A byte that a disk changed looks the same, and everything committed after it would be lost silently.
//! Therefore this check reads the frames after it. A transaction is flushed to the disk before the next one is written. So a
//! frame whose checksum continues from the end of a transaction proves that this transaction was complete once: if it is not
//! complete now, the WAL is damaged. Only the last transaction has nothing after it, and damage there looks like an
//! interrupted write.
//!
//! The check reads the file itself, without a lock. It repeats a finding, in case another process was writing. The layout is
//! that of the write-ahead log in SQLite's description of its file format.

use super::files::beside;
use crate::domain::Error;
use crate::store::sql::damage;
use crate::store::sql::pages::PAGE;
use rusqlite::Connection;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
const FRAME: usize = FRAME_HEADER + PAGE;

/// The beginning of every WAL. The last bit says that checksums use big-endian order.
const MAGIC: u32 = 0x377f_0682;

type Sum = (u32, u32);

/// Refuses a database whose WAL is damaged. The connection must have read it.
pub(in crate::store) fn refuse_damaged(connection: &Connection, path: &Path) -> Result<(), Error> {
    let path = &beside(path, "-wal");
    let unreadable = |error| damage::io_error(error, "read", path);
    let Some(mut wal) = unless_shorter(Wal::open(path)).map_err(unreadable)? else { return Ok(()) };
    let Some(used) = used_frames(connection) else { return Ok(()) };
    let Some(found) = unless_shorter(wal.damage_after(used)).map_err(unreadable)? else { return Ok(()) };
    // A commit or a checkpoint of another process changes these.
    let is_same = unless_shorter(Wal::open(path)).map_err(unreadable)?.is_some_and(|again| again.header == wal.header);
    match is_same && used_frames(connection) == Some(used) {
        true => Err(damage::problem(path, &found).into()),
        false => Ok(()),
    }
}

/// Returns `None` if the WAL ends early: another process has just made a checkpoint, and the WAL is gone.
fn unless_shorter<T>(read: io::Result<Option<T>>) -> io::Result<Option<T>> {
    match read {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        read => read,
    }
}

/// Returns the number of frames that SQLite regards as committed; `None` if there is no WAL, or if SQLite cannot say.
fn used_frames(connection: &Connection) -> Option<u64> {
    let frames = |row: &rusqlite::Row| row.get::<_, i64>(1);
    connection.query_row("PRAGMA wal_checkpoint(NOOP)", [], frames).ok().and_then(|frames| frames.try_into().ok())
}

/// A WAL that has frames.
struct Wal {
    file: File,
    header: [u8; HEADER],
    frames: u64,
}

impl Wal {
    fn open(path: &Path) -> io::Result<Option<Wal>> {
        let mut file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let frames = file.metadata()?.len().saturating_sub(HEADER as u64) / FRAME as u64;
        if frames == 0 {
            return Ok(None);
        }
        let mut header = [0; HEADER];
        file.read_exact(&mut header)?;
        Ok(Some(Wal { file, header, frames }))
    }

    /// Describes the damage after the frames that are used, if there is any.
    fn damage_after(&mut self, used: u64) -> io::Result<Option<String>> {
        if self.header_sum(self.is_big_endian()) != stored(&self.header) || number(&self.header, 0) & !1 != MAGIC {
            return Ok(self.header_was_whole()?.then(|| "the checksum of its header is wrong".to_owned()));
        }
        let mut bad = None;
        for at in used + 1..=self.frames {
            if bad.is_none() && !self.is_chained(at)? {
                bad = Some(at);
            }
            if let Some(bad) = bad
                && self.ends_transaction(at)?
                && self.is_continued(at)?
            {
                return Ok(Some(format!("the checksum of frame {bad} is wrong, and later transactions follow it")));
            }
        }
        Ok(None)
    }

    /// Returns whether the checksum of the first frame continues from this header. Then the header was on the disk before
    /// that frame was written.
    fn header_was_whole(&mut self) -> io::Result<bool> {
        let first = self.frame(1)?;
        let before = stored(&self.header);
        let chained =
            |big_endian| [before, self.header_sum(big_endian)].iter().any(|seed| fits(&first, *seed, big_endian));
        Ok(chained(false) || chained(true))
    }

    /// Returns whether a frame belongs to this WAL and its checksum continues from the one before.
    fn is_chained(&mut self, at: u64) -> io::Result<bool> {
        if self.frame_header(at)?[8..16] != self.header[16..24] {
            return Ok(false);
        }
        let before = self.sum_before(at)?;
        Ok(fits(&self.frame(at)?, before, self.is_big_endian()))
    }

    /// Returns whether a frame ends a transaction of this WAL. Two numbers distinguish this WAL from an earlier one; one of
    /// them is enough, because the damage may be in the other.
    fn ends_transaction(&mut self, at: u64) -> io::Result<bool> {
        let frame = self.frame_header(at)?;
        let is_of_this_wal = frame[8..12] == self.header[16..20] || frame[12..16] == self.header[20..24];
        Ok(is_of_this_wal && number(&frame, 4) != 0)
    }

    /// Returns whether the checksum of the next frame continues from this one: from its stored checksum, or from the correct
    /// one.
    fn is_continued(&mut self, at: u64) -> io::Result<bool> {
        if at == self.frames {
            return Ok(false);
        }
        if self.is_chained(at + 1)? {
            return Ok(true);
        }
        let next = self.frame(at + 1)?;
        let should = frame_sum(&self.frame(at)?, self.sum_before(at)?, self.is_big_endian());
        Ok(next[8..16] == self.header[16..24] && fits(&next, should, self.is_big_endian()))
    }

    /// Returns the checksum from which a frame continues.
    fn sum_before(&mut self, at: u64) -> io::Result<Sum> {
        Ok(match at {
            1 => stored(&self.header),
            _ => stored(&self.frame_header(at - 1)?),
        })
    }

    fn header_sum(&self, big_endian: bool) -> Sum {
        summed((0, 0), &self.header[..HEADER - 8], big_endian)
    }

    fn is_big_endian(&self) -> bool {
        number(&self.header, 0) & 1 == 1
    }

    fn frame_header(&mut self, at: u64) -> io::Result<[u8; FRAME_HEADER]> {
        self.read(at)
    }

    fn frame(&mut self, at: u64) -> io::Result<[u8; FRAME]> {
        self.read(at)
    }

    fn read<const LENGTH: usize>(&mut self, at: u64) -> io::Result<[u8; LENGTH]> {
        let mut bytes = [0; LENGTH];
        self.file.seek(SeekFrom::Start(HEADER as u64 + (at - 1) * FRAME as u64))?;
        self.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

fn number(bytes: &[u8], at: usize) -> u32 {
    bytes[at..at + 4].iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// Returns the checksum at the end of a header.
fn stored(header: &[u8]) -> Sum {
    (number(header, header.len() - 8), number(header, header.len() - 4))
}

/// Returns whether the checksum of a frame continues from another.
fn fits(frame: &[u8; FRAME], before: Sum, big_endian: bool) -> bool {
    frame_sum(frame, before, big_endian) == stored(&frame[..FRAME_HEADER])
}

/// Returns the checksum of a frame: over the number of the page and the end of the transaction, then over the page.
fn frame_sum(frame: &[u8; FRAME], before: Sum, big_endian: bool) -> Sum {
    summed(summed(before, &frame[..8], big_endian), &frame[FRAME_HEADER..], big_endian)
}

/// Returns the checksum of a WAL over bytes, continued from another.
fn summed(before: Sum, bytes: &[u8], big_endian: bool) -> Sum {
    let word = |at: &[u8]| match big_endian {
        true => number(at, 0),
        false => number(at, 0).swap_bytes(),
    };
    bytes.chunks_exact(8).fold(before, |(first, second), pair| {
        let first = first.wrapping_add(word(&pair[..4])).wrapping_add(second);
        (first, second.wrapping_add(word(&pair[4..])).wrapping_add(first))
    })
}
