//! The database file, page by page: each carries a checksum that is written with it and verified when it is read, so that a
//! byte that a disk changed is a failure and never another name.
//!
//! SQLite reaches its files through a table of functions, a VFS. The one here stands before the system's: it adds a checksum
//! to a page on its way to the database file, verifies it on its way back, and hands everything else on unchanged: locks, the
//! shared memory, the log, temporary files. The checksum stands in the eight bytes that SQLite leaves free at the end of each
//! page when it is asked to at the beginning. It depends on the page's number, so a page in a wrong place is found too.
//!
//! SQLite itself never sees a checksum, only zeros in its place. So another program that folds the log in writes zeros there,
//! and zeros are read without being verified, until the page is written again. The log has checksums of its own (`log.rs`).
//!
//! Beside `memory.rs` this is the only `unsafe` of the house: SQLite calls back with raw pointers. What is dereferenced is what
//! SQLite's contract promises: a file of the size that was asked for, and buffers of the length that is named with them.
#![allow(unsafe_code)]

use crate::store::schema::APPLICATION_ID;
use rusqlite::{Connection, OpenFlags, ffi};
use std::ffi::{CStr, c_int, c_void};
use std::ptr;
use std::sync::OnceLock;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The size of a page, in every database of enlist.
pub(in crate::store) const PAGE: usize = 4096;

/// The bytes at the end of a page that hold its checksum.
const RESERVED: usize = 8;

/// The name that SQLite knows this VFS by.
const NAME: &CStr = c"enlist";

/// Opens a database file whose pages carry checksums. A file without them is not a database.
pub(in crate::store) fn open(path: impl AsRef<std::path::Path>, flags: OpenFlags) -> rusqlite::Result<Connection> {
    register()?;
    let connection = Connection::open_with_flags_and_vfs(path, flags, NAME)?;
    let mut reserved = RESERVED as c_int;
    // SAFETY: the connection is open, and this operation reads and writes one number.
    let code = unsafe {
        let number = ptr::from_mut(&mut reserved).cast();
        ffi::sqlite3_file_control(connection.handle(), c"main".as_ptr(), ffi::SQLITE_FCNTL_RESERVE_BYTES, number)
    };
    succeeded(code)?;
    Ok(connection)
}

/// Returns whether a failure tells of a page whose checksum does not fit.
pub(in crate::store) fn is_altered(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| error.extended_code == ffi::SQLITE_IOERR_DATA)
}

fn succeeded(code: c_int) -> rusqlite::Result<()> {
    match code {
        ffi::SQLITE_OK => Ok(()),
        code => Err(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None)),
    }
}

/// Returns the checksum of a page; never zero, which stands for none.
fn checksum(content: &[u8], offset: i64) -> [u8; RESERVED] {
    xxh3_64_with_seed(content, offset as u64).max(1).to_be_bytes()
}

/// Returns whether a transfer is one of a page, as all of SQLite's are but its looks into the header.
fn is_page(amount: c_int, offset: i64) -> bool {
    amount as usize == PAGE && offset % PAGE as i64 == 0
}

/// The system's VFS, which lives as long as the process.
struct SystemVfs(*mut ffi::sqlite3_vfs);

// SAFETY: SQLite shares its VFS among all threads.
unsafe impl Send for SystemVfs {}
unsafe impl Sync for SystemVfs {}

static BELOW: OnceLock<Result<SystemVfs, c_int>> = OnceLock::new();

/// Makes the VFS known to SQLite, once in a process.
fn register() -> rusqlite::Result<()> {
    let registered = BELOW.get_or_init(|| {
        // SAFETY: the system's VFS is never taken away; its copy, which differs in its name and in how it opens files, is
        // leaked and so lives as long.
        unsafe {
            let below = ffi::sqlite3_vfs_find(ptr::null());
            if below.is_null() {
                return Err(ffi::SQLITE_ERROR);
            }
            let mut vfs = *below;
            vfs.zName = NAME.as_ptr();
            vfs.pNext = ptr::null_mut();
            vfs.szOsFile += size_of::<ffi::sqlite3_file>() as c_int;
            vfs.xOpen = Some(open_file);
            match ffi::sqlite3_vfs_register(Box::leak(Box::new(vfs)), 0) {
                ffi::SQLITE_OK => Ok(SystemVfs(below)),
                code => Err(code),
            }
        }
    });
    registered.as_ref().map(|_| ()).or_else(|code| succeeded(*code))
}

unsafe extern "C" fn open_file(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    let Some(Ok(SystemVfs(below))) = BELOW.get() else { return ffi::SQLITE_ERROR };
    // SAFETY: SQLite hands over as many bytes as `szOsFile` says: enough for this file and the system's behind it.
    unsafe {
        let Some(open) = (**below).xOpen else { return ffi::SQLITE_ERROR };
        // Logs, journals and temporary files are the system's alone.
        if flags & ffi::SQLITE_OPEN_MAIN_DB == 0 {
            return open(*below, name, file, flags, out);
        }
        (*file).pMethods = ptr::null();
        let inner = behind(file);
        (*inner).pMethods = ptr::null();
        let code = open(*below, name, inner, flags, out);
        // SQLite closes what has methods, even after a failure.
        if !(*inner).pMethods.is_null() {
            (*file).pMethods = &METHODS;
        }
        match code {
            ffi::SQLITE_OK => examine_header(inner),
            code => code,
        }
    }
}

/// Refuses a database whose pages have no room for checksums. What is no database at all, SQLite refuses itself.
unsafe fn examine_header(inner: *mut ffi::sqlite3_file) -> c_int {
    let mut header = [0; 100];
    let code = unsafe { read_below(inner, header.as_mut_ptr().cast(), header.len() as c_int, 0) };
    let is_database = code == ffi::SQLITE_OK && header.starts_with(b"SQLite format 3\0");
    if !is_database || (header[16..18] == (PAGE as u16).to_be_bytes() && header[20] == RESERVED as u8) {
        return ffi::SQLITE_OK;
    }
    match header[68..72] == (APPLICATION_ID as u32).to_be_bytes() {
        true => ffi::SQLITE_CORRUPT,
        false => ffi::SQLITE_NOTADB,
    }
}

/// Returns the system's file, which stands right behind the one that SQLite is given.
unsafe fn behind(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    unsafe { file.add(1) }
}

unsafe fn read_below(inner: *mut ffi::sqlite3_file, to: *mut c_void, amount: c_int, offset: i64) -> c_int {
    unsafe {
        match (*(*inner).pMethods).xRead {
            Some(read) => read(inner, to, amount, offset),
            None => ffi::SQLITE_IOERR_READ,
        }
    }
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, to: *mut c_void, amount: c_int, offset: i64) -> c_int {
    // SAFETY: the buffer has `amount` bytes, and it is SQLite's to write into.
    unsafe {
        let code = read_below(behind(file), to, amount, offset);
        if code != ffi::SQLITE_OK || !is_page(amount, offset) {
            return code;
        }
        let page = std::slice::from_raw_parts_mut(to.cast::<u8>(), PAGE);
        let (content, sum) = page.split_at_mut(PAGE - RESERVED);
        if *sum != [0; RESERVED] && *sum != checksum(content, offset) {
            return ffi::SQLITE_IOERR_DATA;
        }
        sum.fill(0);
        ffi::SQLITE_OK
    }
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, from: *const c_void, amount: c_int, offset: i64) -> c_int {
    // SAFETY: the buffer has `amount` bytes; it is copied, because it stays SQLite's.
    unsafe {
        let inner = behind(file);
        let Some(write) = (*(*inner).pMethods).xWrite else { return ffi::SQLITE_IOERR_WRITE };
        // SQLite writes whole pages. One of another size, or one with no room at its end, must not be spoiled.
        if !is_page(amount, offset) {
            return ffi::SQLITE_IOERR_WRITE;
        }
        let mut page = [0; PAGE];
        page.copy_from_slice(std::slice::from_raw_parts(from.cast::<u8>(), PAGE));
        if offset == 0 && page[20] != RESERVED as u8 {
            return ffi::SQLITE_IOERR_WRITE;
        }
        let (content, sum) = page.split_at_mut(PAGE - RESERVED);
        sum.copy_from_slice(&checksum(content, offset));
        write(inner, page.as_ptr().cast(), amount, offset)
    }
}

/// Functions that hand a call on to the file behind.
macro_rules! handed_on {
    ($($name:ident = $method:ident($($argument:ident: $kind:ty),*) -> $answer:ty, or $otherwise:expr;)*) => {
        $(unsafe extern "C" fn $name(file: *mut ffi::sqlite3_file, $($argument: $kind),*) -> $answer {
            // SAFETY: the arguments go on as they came.
            unsafe {
                let inner = behind(file);
                match (*(*inner).pMethods).$method {
                    Some(method) => method(inner, $($argument),*),
                    None => $otherwise,
                }
            }
        })*
    };
}

handed_on! {
    close = xClose() -> c_int, or ffi::SQLITE_OK;
    truncate = xTruncate(size: i64) -> c_int, or ffi::SQLITE_IOERR_TRUNCATE;
    sync = xSync(flags: c_int) -> c_int, or ffi::SQLITE_IOERR_FSYNC;
    file_size = xFileSize(size: *mut i64) -> c_int, or ffi::SQLITE_IOERR_FSTAT;
    lock = xLock(level: c_int) -> c_int, or ffi::SQLITE_IOERR_LOCK;
    unlock = xUnlock(level: c_int) -> c_int, or ffi::SQLITE_IOERR_UNLOCK;
    check_reserved_lock = xCheckReservedLock(out: *mut c_int) -> c_int, or ffi::SQLITE_IOERR_CHECKRESERVEDLOCK;
    file_control = xFileControl(operation: c_int, argument: *mut c_void) -> c_int, or ffi::SQLITE_NOTFOUND;
    sector_size = xSectorSize() -> c_int, or 0;
    device_characteristics = xDeviceCharacteristics() -> c_int, or 0;
    shm_map = xShmMap(region: c_int, size: c_int, extend: c_int, out: *mut *mut c_void) -> c_int,
        or ffi::SQLITE_IOERR_SHMMAP;
    shm_lock = xShmLock(offset: c_int, count: c_int, flags: c_int) -> c_int, or ffi::SQLITE_IOERR_SHMLOCK;
    shm_barrier = xShmBarrier() -> (), or ();
    shm_unmap = xShmUnmap(remove: c_int) -> c_int, or ffi::SQLITE_OK;
}

/// Version 2: with shared memory, without reading past `read` from memory that is mapped.
static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
