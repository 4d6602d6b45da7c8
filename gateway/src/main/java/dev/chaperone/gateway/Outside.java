// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// Tells addresses of the internet from those of this machine and of the networks it stands in, to
/// which nobody should get by way of a proxy.
final class Outside {
    /// First bytes and how many bits of them count: what the classes of Java do not tell (IANA
    /// special-purpose address registries).
    private static final List<Block> SPECIAL =
            List.of(
                    new Block(new int[] {0}, 8), // this network
                    new Block(new int[] {100, 64}, 10), // shared by customers of a carrier
                    new Block(new int[] {192, 0, 0}, 24), // protocol assignments
                    new Block(new int[] {198, 18}, 15), // benchmarks
                    new Block(new int[] {240}, 4)); // reserved, and broadcast

    private Outside() {}

    /// Addresses in the order of the resolver, those inside left out; takes time.
    ///
    /// @param all whether those inside stay
    /// @throws UnknownHostException if there is no such name
    static List<InetAddress> resolve(String host, boolean all) throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(host))
                .filter(address -> all || is(address))
                .toList();
    }

    /// Whether an address is none of this machine or of a private network.
    static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address) {
            return isPublic(address) && isOutsideAsV6(bytes);
        }
        return isPublic(address) && SPECIAL.stream().noneMatch(block -> block.holds(bytes));
    }

    private static boolean isPublic(InetAddress address) {
        return !address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isSiteLocalAddress()
                && !address.isMulticastAddress()
                && !isOfThisMachine(address);
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true; // what can not be told is not let through
        }
    }

    private static boolean isOutsideAsV6(byte[] bytes) {
        boolean uniqueLocal = (bytes[0] & 0xfe) == 0xfc;
        if (uniqueLocal) {
            return false;
        }
        // NAT64 (RFC 6052), 6to4 (RFC 3056) and IPv4 in the last bytes (RFC 4291) hide another
        // address.
        if (startsWith(bytes, 0x00, 0x64, 0xff, 0x9b)
                || startsWith(bytes, 0, 0, 0, 0, 0, 0, 0, 0)) {
            return isOutside(Arrays.copyOfRange(bytes, 12, 16));
        }
        return !startsWith(bytes, 0x20, 0x02) || isOutside(Arrays.copyOfRange(bytes, 2, 6));
    }

    private static boolean isOutside(byte[] v4) {
        try {
            return is(InetAddress.getByAddress(v4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }

    private static boolean startsWith(byte[] bytes, int... first) {
        for (int i = 0; i < first.length; i++) {
            if ((bytes[i] & 0xff) != first[i]) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Block(int[] first, int bits) {
        boolean holds(byte[] address) {
            for (int i = 0; i < first.length; i++) {
                int counted = Math.min(8, bits - 8 * i);
                int mask = 0xff << (8 - counted) & 0xff;
                if ((address[i] & mask) != first[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
