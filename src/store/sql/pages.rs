//! The pages of the database file: each has a checksum that is written with it and verified when it is read. A byte that a
//! disk changed is therefore an error, and never another name.
//!
//! SQLite accesses its files through a table of functions, a VFS. This VFS wraps that of the system: it adds the checksum
//! when a page of the database file is written, verifies it when the page is read, and passes everything else on unchanged:
//! locks, the shared memory, the WAL, temporary files. The checksum is in the eight bytes that SQLite reserves at the end of
//! each page if it is asked to when the database is created. It depends on the number of the page, so a misplaced page is
//! found too.
//!
//! SQLite itself sees zeros in place of a checksum. Another program that checkpoints the WAL writes zeros there, and a page
//! with zeros is not verified until it is written again. The WAL has checksums of its own (`database/wal.rs`).
//!
//! Besides `memory.rs` this is the only `unsafe` of the crate: SQLite calls back with raw pointers. The code relies on the
//! contract of SQLite: a file has the requested size, and a buffer has the given length.
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

/// Opens a database file whose pages have checksums. A file without them is not a database.
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

/// Returns whether a failure is that of a page with a wrong checksum.
pub(in crate::store) fn is_altered(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| error.extended_code == ffi::SQLITE_IOERR_DATA)
}

fn succeeded(code: c_int) -> rusqlite::Result<()> {
    match code {
        ffi::SQLITE_OK => Ok(()),
        code => Err(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None)),
    }
}

/// Returns the checksum of a page; never zero, which means none.
fn checksum(content: &[u8], offset: i64) -> [u8; RESERVED] {
    xxh3_64_with_seed(content, offset as u64).max(1).to_be_bytes()
}

/// Returns whether a transfer is that of a page. All of SQLite's are, except those of the header.
fn is_page(amount: c_int, offset: i64) -> bool {
    amount as usize == PAGE && offset % PAGE as i64 == 0
}

/// The system's VFS, which lives as long as the process.
struct SystemVfs(*mut ffi::sqlite3_vfs);

// SAFETY: SQLite shares its VFS among all threads.
unsafe impl Send for SystemVfs {}
unsafe impl Sync for SystemVfs {}

static BELOW: OnceLock<Result<SystemVfs, c_int>> = OnceLock::new();

/// Registers the VFS with SQLite, once in a process.
fn register() -> rusqlite::Result<()> {
    let registered = BELOW.get_or_init(|| {
        // SAFETY: the VFS of the system is never removed. Its copy, which differs in its name and in how it opens files, is
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
    // SAFETY: SQLite allocates as many bytes as `szOsFile` says: enough for this file and that of the system after it.
    unsafe {
        let Some(open) = (**below).xOpen else { return ffi::SQLITE_ERROR };
        // The WAL, journals and temporary files are left to the system.
        if flags & ffi::SQLITE_OPEN_MAIN_DB == 0 {
            return open(*below, name, file, flags, out);
        }
        (*file).pMethods = ptr::null();
        let inner = inner_of(file);
        (*inner).pMethods = ptr::null();
        let code = open(*below, name, inner, flags, out);
        // SQLite closes a file that has methods, even after a failure.
        if !(*inner).pMethods.is_null() {
            (*file).pMethods = &METHODS;
        }
        match code {
            ffi::SQLITE_OK => examine_header(inner),
            code => code,
        }
    }
}

/// Refuses a database whose pages have no room for checksums. SQLite itself refuses a file that is no database.
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

/// Returns the file of the system, which follows the one that SQLite was given.
unsafe fn inner_of(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
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
    // SAFETY: the buffer has `amount` bytes, and SQLite lets us write into it.
    unsafe {
        let code = read_below(inner_of(file), to, amount, offset);
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
    // SAFETY: the buffer has `amount` bytes. It is copied, because it belongs to SQLite.
    unsafe {
        let inner = inner_of(file);
        let Some(write) = (*(*inner).pMethods).xWrite else { return ffi::SQLITE_IOERR_WRITE };
        // SQLite writes whole pages. A write of another size, or a page without reserved bytes, must not be changed.
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

/// Functions that pass a call on to the file of the system.
macro_rules! passed_on {
    ($($name:ident = $method:ident($($argument:ident: $kind:ty),*) -> $answer:ty, or $otherwise:expr;)*) => {
        $(unsafe extern "C" fn $name(file: *mut ffi::sqlite3_file, $($argument: $kind),*) -> $answer {
            // SAFETY: the arguments are passed on unchanged.
            unsafe {
                let inner = inner_of(file);
                match (*(*inner).pMethods).$method {
                    Some(method) => method(inner, $($argument),*),
                    None => $otherwise,
                }
            }
        })*
    };
}

passed_on! {
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
