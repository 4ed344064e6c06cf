/*
 * The screen needs no network, so it gives up the right to one: a seccomp filter under which
 * socket() and socketpair() make Unix sockets only. io_uring can make sockets behind the filter's
 * back and is refused, and so is every system call of another architecture than ours, which would
 * have other numbers. What is refused fails with EACCES or ENOSYS; nothing is killed, since a
 * library that tries should carry on without.
 */
#include "device.h"
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OUR_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OUR_ARCH AUDIT_ARCH_AARCH64
#elif defined(__arm__)
#define OUR_ARCH AUDIT_ARCH_ARM
#else
#error "seal_network.c must be told this architecture's audit number"
#endif

/* The 32-bit-pointer calls of amd64 are the same calls under this bit; other machines have none. */
enum { X32_BIT = 0x40000000 };

/* The low half of the first argument: the family is an int. */
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the family is in the other half of a big-endian argument"
#endif

#define LOAD(name)     BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, name))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, action)
/* Jumps over so many instructions when the loaded value equals `value`. */
#define IF(value, over) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, over, 0)

static struct sock_filter filter[] = {
    LOAD(arch),
    IF(OUR_ARCH, 1),
    RETURN(SECCOMP_RET_ERRNO | ENOSYS),
    LOAD(nr),
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, X32_BIT, 6, 0),
    IF(SYS_io_uring_setup, 5),
    IF(SYS_io_uring_enter, 4),
    IF(SYS_io_uring_register, 3),
    IF(SYS_socket, 3),
    IF(SYS_socketpair, 2),
    RETURN(SECCOMP_RET_ALLOW),
    RETURN(SECCOMP_RET_ERRNO | ENOSYS),
    LOAD(args[0]),
    IF(AF_UNIX, 1),
    RETURN(SECCOMP_RET_ERRNO | EACCES),
    RETURN(SECCOMP_RET_ALLOW),
};

bool device_seal_network(struct err *err)
{
    const struct sock_fprog program = { .len = sizeof filter / sizeof filter[0], .filter = filter };
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return err_set(err, ERR_LATER,
                       "this machine does not let privileges be given up (error %d)", errno);
    /* TSYNC: threads that a library has started already are sealed too. */
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0)
        return true;
    return err_set(err, ERR_LATER, "this machine does not let the network be given up (error %d)",
                   errno);
}
