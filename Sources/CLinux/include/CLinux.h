#ifndef CLINUX_H
#define CLINUX_H

// What Glibc's module map does not export: epoll, eventfd, batched datagrams and their offloads.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#endif
