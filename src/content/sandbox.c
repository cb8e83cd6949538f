/* The sandbox. How: rlimits first, then Landlock by its three bare system calls (libc has no
 * wrappers), then a seccomp allow-list by libseccomp whose default answer is EPERM, so that a library
 * that tries something unusual gets an error it knows how to handle; only starting another program
 * or looking into another process ends it at once. */
#include "content/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool set_limit(__rlimit_resource_t resource, rlim_t soft, rlim_t hard)
{
    struct rlimit now;
    if (getrlimit(resource, &now) != 0) {
        return false;
    }
    struct rlimit wanted = {
        .rlim_cur = soft < now.rlim_max ? soft : now.rlim_max,
        .rlim_max = hard < now.rlim_max ? hard : now.rlim_max,
    };
    /* QEMU's user-mode emulation says yes to a limit on memory, and sets none. */
    return setrlimit(resource, &wanted) == 0 && getrlimit(resource, &now) == 0 &&
           now.rlim_max == wanted.rlim_max;
}

static bool enter_limits(const struct sandbox_limits *limits)
{
    rlim_t memory = (rlim_t)limits->memory_mb << 20;
    rlim_t data = limits->data_mb > 0 ? (rlim_t)limits->data_mb << 20 : memory;
    rlim_t file = (rlim_t)limits->file_mb << 20;
    rlim_t cpu = (rlim_t)limits->cpu_seconds;
    rlim_t files = (rlim_t)limits->open_files;
#ifdef __SANITIZE_ADDRESS__
    bool ok = memory > 0 && data > 0; /* the sanitizer's shadow takes terabytes of address space */
#else
    bool ok = set_limit(RLIMIT_AS, memory, memory);
    ok = set_limit(RLIMIT_DATA, data, data) && ok;
#endif
    ok = set_limit(RLIMIT_FSIZE, file, file) && ok;
    ok = set_limit(RLIMIT_CPU, cpu, cpu + 1) && ok;
    ok = set_limit(RLIMIT_NOFILE, files, files) && ok;
    return set_limit(RLIMIT_CORE, 0, 0) && ok;
}

/* ---- Landlock (kernel documentation: userspace-api/landlock) ---- */

/* What reading fonts, their cache and colour profiles takes. */
static const char *const readable[] = {"/usr", "/etc", "/var/cache/fontconfig", "/lib", "/lib64"};

static void allow_reading(int ruleset, const char *folder)
{
    struct landlock_path_beneath_attr rule = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
        .parent_fd = open(folder, O_PATH | O_CLOEXEC),
    };
    if (rule.parent_fd < 0) {
        return; /* not on this machine: nothing to allow */
    }
    (void)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(rule.parent_fd);
}

static bool enter_landlock(void)
{
    /* The thirteen rights of the first version (READ_FILE … MAKE_SYM): every kernel with Landlock
     * knows them, and opening for writing is among them. */
    struct landlock_ruleset_attr attr = {.handled_access_fs =
                                             (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};
    long ruleset = syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
    if (ruleset < 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof readable / sizeof *readable; i++) {
        allow_reading((int)ruleset, readable[i]);
    }
    bool ok = syscall(SYS_landlock_restrict_self, (int)ruleset, 0) == 0;
    close((int)ruleset);
    return ok;
}

/* ---- seccomp ---- */

/* Memory, threads of its own, reading, writing to what is open, time. */
static const int allowed[] = {
    SCMP_SYS(brk),           SCMP_SYS(mmap),         SCMP_SYS(munmap),
    SCMP_SYS(mremap),        SCMP_SYS(mprotect),     SCMP_SYS(madvise),
    SCMP_SYS(membarrier),    SCMP_SYS(read),         SCMP_SYS(pread64),
    SCMP_SYS(readv),         SCMP_SYS(preadv),       SCMP_SYS(write),
    SCMP_SYS(pwrite64),      SCMP_SYS(writev),       SCMP_SYS(lseek),
    SCMP_SYS(ftruncate),     SCMP_SYS(fadvise64),    SCMP_SYS(close),
    SCMP_SYS(dup),           SCMP_SYS(dup2),         SCMP_SYS(dup3),
    SCMP_SYS(fcntl),         SCMP_SYS(pipe2),        SCMP_SYS(eventfd2),
    SCMP_SYS(poll),          SCMP_SYS(ppoll),        SCMP_SYS(stat),
    SCMP_SYS(lstat),         SCMP_SYS(fstat),        SCMP_SYS(newfstatat),
    SCMP_SYS(statx),         SCMP_SYS(statfs),       SCMP_SYS(fstatfs),
    SCMP_SYS(access),        SCMP_SYS(faccessat),    SCMP_SYS(faccessat2),
    SCMP_SYS(readlink),      SCMP_SYS(readlinkat),   SCMP_SYS(getdents64),
    SCMP_SYS(getcwd),        SCMP_SYS(futex),        SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),          SCMP_SYS(sched_yield),  SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getcpu),        SCMP_SYS(gettid),       SCMP_SYS(getpid),
    SCMP_SYS(getuid),        SCMP_SYS(geteuid),      SCMP_SYS(getgid),
    SCMP_SYS(getegid),       SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),  SCMP_SYS(sigaltstack),  SCMP_SYS(restart_syscall),
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),     SCMP_SYS(gettimeofday), SCMP_SYS(time),
    SCMP_SYS(times),         SCMP_SYS(getrusage),    SCMP_SYS(getrandom),
    SCMP_SYS(sysinfo),       SCMP_SYS(uname),        SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

/* Never tried by an honest decoder: the process ends. */
static const int deadly[] = {
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(mount),
    SCMP_SYS(init_module),
    SCMP_SYS(bpf),
};

#define WRITE_FLAGS (O_ACCMODE | O_CREAT | O_TRUNC | (O_TMPFILE & ~O_DIRECTORY))

/* System calls that are fine with some arguments only. */
static void allow_conditionally(scmp_filter_ctx filter)
{
    (void)seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                           SCMP_A2(SCMP_CMP_MASKED_EQ, (scmp_datum_t)WRITE_FLAGS, O_RDONLY));
    (void)seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1,
                           SCMP_A1(SCMP_CMP_MASKED_EQ, (scmp_datum_t)WRITE_FLAGS, O_RDONLY));
    (void)seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                           SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
    /* Its arguments lie in memory where no filter can see them; libc then takes clone(). */
    (void)seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    (void)seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A2(SCMP_CMP_EQ, 0));
    (void)seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1,
                           SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
    (void)seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                           SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
}

static bool enter_seccomp(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (filter == NULL) {
        return false;
    }
    /* A call that this machine's architecture does not have is refused by libseccomp; there is
     * nothing to allow then. */
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
        (void)seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
    }
    for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++) {
        (void)seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, deadly[i], 0);
    }
    allow_conditionally(filter);
    bool ok = seccomp_load(filter) == 0;
    seccomp_release(filter);
    return ok;
}

unsigned sandbox_enter(const struct sandbox_limits *limits)
{
    unsigned missing = SANDBOX_COMPLETE;
    if (!enter_limits(limits)) {
        missing |= SANDBOX_NO_LIMITS;
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return missing | SANDBOX_NO_LANDLOCK | SANDBOX_NO_SECCOMP;
    }
    if (!enter_landlock()) {
        missing |= SANDBOX_NO_LANDLOCK;
    }
    if (!enter_seccomp()) {
        missing |= SANDBOX_NO_SECCOMP;
    }
    return missing;
}
