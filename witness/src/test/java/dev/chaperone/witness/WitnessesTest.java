// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.chaperone.tlog.KeyType;
import dev.chaperone.tlog.SigningKey;
import dev.chaperone.tlog.VerifierKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

@Timeout(60)
class WitnessesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @TempDir private Path folder;
    private final TestLog log = TestLog.create();

    private Witnesses witnesses(int quorum, WitnessAddress... addresses) {
        return new Witnesses(
                TestLog.ORIGIN,
                List.of(log.vkey()),
                List.of(addresses),
                quorum,
                Duration.ofSeconds(20),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void collectsCosignaturesAndKnowsWhoIsBehind() throws Exception {
        Site two = Site.start(folder.resolve("two"), log);
        try (Site one = Site.start(folder.resolve("one"), log);
                Witnesses witnesses = witnesses(2, one.address("one"), two.address("two"))) {
            Round both = witnesses.submit(log.checkpoint(5), log);
            assertThat(both.quorum()).isTrue();
            assertThat(both.cosignatures()).hasSize(4);
            assertThat(witnesses.policy().open(both.checkpoint()).verified()).hasSize(5);
            two.close();

            Round single = witnesses.submit(log.checkpoint(9), log);
            assertThat(single.quorum()).isFalse();
            assertThat(single.cosignatures()).hasSize(2);
            assertThat(single.outcomes().get("two")).isInstanceOf(Outcome.Unavailable.class);
            assertThat(witnesses.standings())
                    .extracting(Standing::witness, Standing::size, each -> each.behind(9))
                    .containsExactly(tuple("one", 9L, 0L), tuple("two", 5L, 4L));
            assertThat(witnesses.standings().getLast().at()).hasValue(NOW);
            assertThat(witnesses.latest().get("one")).isInstanceOf(Latest.Holds.class);
            assertThat(witnesses.latest().get("two")).isInstanceOf(Latest.Unknown.class);
        }
    }

    @Test
    void isContentWithAsManyAsTheQuorumAsksFor() throws Exception {
        WitnessAddress down = new WitnessAddress("down", URI.create("http://127.0.0.1:1"), keys());
        try (Site up = Site.start(folder, log);
                Witnesses one = witnesses(1, down, up.address("up"));
                Witnesses both = witnesses(2, down, up.address("up"));
                Witnesses none = witnesses(0)) {
            assertThat(one.standings()).extracting(Standing::last).allMatch(Optional::isEmpty);
            assertThat(one.submit(log.checkpoint(5), log).quorum()).isTrue();
            assertThat(both.submit(log.checkpoint(6), log).quorum()).isFalse();
            assertThat(none.submit(log.checkpoint(6), log).quorum()).isTrue();
        }
    }

    @Test
    void refusesAConfigurationThatIsNotClear() {
        WitnessAddress one = new WitnessAddress("one", URI.create("http://127.0.0.1:1"), keys());
        WitnessAddress same = new WitnessAddress("one", URI.create("http://127.0.0.1:1"), keys());
        WitnessAddress again = new WitnessAddress("two", one.url(), one.keys());
        assertThatIllegalArgumentException().isThrownBy(() -> witnesses(2, one));
        assertThatIllegalArgumentException().isThrownBy(() -> witnesses(-1, one));
        assertThatIllegalArgumentException().isThrownBy(() -> witnesses(1, one, same));
        assertThatIllegalArgumentException().isThrownBy(() -> witnesses(1, one, again));
        for (String url :
                List.of("ftp://w", "w.example", "http:w", "http://w?x", "http://w#x", "file:/w")) {
            assertThatIllegalArgumentException()
                    .as(url)
                    .isThrownBy(() -> new WitnessAddress("w", URI.create(url), keys()));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WitnessAddress("w", one.url(), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WitnessAddress("w", one.url(), List.of(log.vkey())));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WitnessAddress("a b", one.url(), keys()));
    }

    private static List<VerifierKey> keys() {
        return List.of(
                SigningKey.generate(KeyType.ML_DSA_44, "w.example", new SecureRandom()).verifier());
    }
}
