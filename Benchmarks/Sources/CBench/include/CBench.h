#include "DTLSPeer.h"
#include "DatagramBatch.h"
#include "SRTPCipher.h"
