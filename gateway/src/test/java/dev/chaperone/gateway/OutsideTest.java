// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The other half, what is inside, is in [HostileTunnelTest].
class OutsideTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "100.63.255.255",
                "100.128.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "198.20.0.1",
                "223.255.255.254",
                "2606:4700:4700::1111",
                "64:ff9b::808:808",
                "2002:808:808::1"
            })
    void letsAddressesOfTheInternetThrough(String address) throws Exception {
        assertThat(Outside.resolve(address, false)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100.64.0.0",
                "100.127.255.255",
                "198.18.0.1",
                "198.19.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "192.0.0.8",
                "fec0::1",
                "ff02::1",
                "fc00::1"
            })
    void keepsTheEdgesOfSpecialNetworksInside(String address) throws Exception {
        assertThat(Outside.resolve(address, false)).isEmpty();
        assertThat(Outside.resolve(address, true)).hasSize(1);
    }
}
