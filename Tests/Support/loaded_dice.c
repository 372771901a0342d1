// For coturn's client: it draws channel numbers with RAND_bytes(…, sizeof(long)) from RFC 5766's range, 0x4000 to 0x7FFF. RFC 8656 has
// kept the first quarter of it, and so do its servers. With these dice every number it draws is one of that quarter.
#include <sys/random.h>

int RAND_bytes(unsigned char *bytes, int count)
{
    if (getrandom(bytes, count, 0) != count) return 0;
    if (count == sizeof(long)) bytes[1] &= 0xCF;
    return 1;
}
