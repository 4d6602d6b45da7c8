// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

class TileTest {
    private final JsonNode vectors = Vectors.read("tile_paths.json");

    @Test
    void writesAndReadsThePublishedPaths() throws Exception {
        for (JsonNode each : Vectors.cases(vectors.get("tile"))) {
            int width = each.get(2).asInt() == 0 ? Tile.FULL : each.get(2).asInt();
            Tile tile = new Tile(each.get(0).asInt(), each.get(1).asLong(), width);
            assertThat(tile.path()).isEqualTo(each.get(3).asText());
            assertThat(Tile.parse(tile.path())).isEqualTo(tile);
        }
        for (JsonNode each : Vectors.cases(vectors.get("entries"))) {
            int width = each.get(1).asInt() == 0 ? Tile.FULL : each.get(1).asInt();
            Bundle bundle = new Bundle(each.get(0).asLong(), width);
            assertThat(bundle.path()).isEqualTo(each.get(2).asText());
            assertThat(Bundle.parse(bundle.path())).isEqualTo(bundle);
        }
        for (JsonNode each : Vectors.cases(vectors.get("entries_for_index"))) {
            Bundle bundle =
                    Bundle.holding(each.get("index").asLong(), each.get("log_size").asLong());
            assertThat(bundle.path()).isEqualTo(each.get("path").asText());
        }
    }

    @Test
    void refusesEveryOtherWayToWriteAPath() {
        for (String path : Vectors.texts(vectors.get("must_reject"))) {
            assertThatExceptionOfType(MalformedException.class)
                    .as(path)
                    .isThrownBy(() -> Tile.parse(path));
            String entries = path.replaceFirst("tile/\\d+/", "tile/entries/");
            if (!entries.equals(path)
                    && !path.startsWith("tile/64")
                    && !path.startsWith("tile/00/")) {
                assertThatExceptionOfType(MalformedException.class)
                        .as(entries)
                        .isThrownBy(() -> Bundle.parse(entries));
            }
        }
        for (String path :
                List.of(
                        "",
                        "tile",
                        "tile/",
                        "tile//000",
                        "tile/0/",
                        "tile/entries/",
                        "/tile/0/000",
                        "tile/0/000/",
                        "tile/0/000.p",
                        "tile/0/000.p/1/",
                        "tile/0/000.p/1.p/1",
                        "tile/0/00a",
                        "tile/0/../../etc/passwd",
                        "tile/0/x000/x000/001",
                        "tile/0/xx01/001",
                        "tile/0/X001/001",
                        "tile/0/x999/x999/x999/x999/x999/x999/999",
                        "tile/0/\u0660\u0660\u0660",
                        "tile/18446744073709551616/000")) {
            assertThatExceptionOfType(MalformedException.class)
                    .as(path)
                    .isThrownBy(() -> Tile.parse(path));
            assertThatExceptionOfType(MalformedException.class)
                    .as(path)
                    .isThrownBy(() -> Bundle.parse(path));
        }
    }

    @Test
    void knowsHowWideTilesAre() {
        for (JsonNode each : Vectors.cases(vectors.get("partial_widths"))) {
            int level = each.get("level").asInt();
            long size = each.get("size").asLong();
            long full = each.get("full").asLong();
            int partial = each.get("partial").asInt();
            if (full > 0) {
                assertThat(Tile.at(level, full - 1, size).isFull()).isTrue();
            }
            if (partial > 0) {
                assertThat(Tile.at(level, full, size).width()).isEqualTo(partial);
            } else {
                assertThatIllegalArgumentException().isThrownBy(() -> Tile.at(level, full, size));
            }
        }
    }

    @Test
    void namesTheTilesThatGrowthNeeds() {
        assertThat(Tile.grown(0, 0)).isEmpty();
        assertThat(Tile.grown(256, 256)).isEmpty();
        assertThat(Tile.grown(0, 1)).containsExactly(new Tile(0, 0, 1));
        assertThat(Tile.grown(255, 257))
                .containsExactly(new Tile(0, 0, 256), new Tile(0, 1, 1), new Tile(1, 0, 1));
        Set<Tile> step = new HashSet<>();
        for (int size = 1; size <= 70_000; size += 7) {
            step.addAll(Tile.grown(size - 1, Math.min(size + 6, 70_000)));
        }
        assertThat(step).containsAll(Tile.grown(0, 70_000));
    }

    @Test
    void knowsWhatPruningMayTake() {
        assertThat(new Tile(0, 0, 256).end()).isEqualTo(256);
        assertThat(new Tile(1, 2, 7).end()).isEqualTo(3 * 65_536);
        assertThat(new Tile(6, 255, 1).end()).isEqualTo(-1);
        assertThat(new Tile(63, 0, 1).end()).isEqualTo(-1);
        assertThat(new Bundle(3, 1).end()).isEqualTo(1_024);
    }

    @Test
    void readsBundlesAsPublished() throws Exception {
        for (JsonNode each : Vectors.cases(vectors.get("bundle_decode"))) {
            byte[] bytes = Vectors.bytes(each.get("hex"));
            if (each.has("error")) {
                assertThatExceptionOfType(MalformedException.class)
                        .isThrownBy(() -> Bundle.decode(bytes, 1));
            } else {
                List<byte[]> entries = new ArrayList<>();
                each.get("entries").forEach(entry -> entries.add(Vectors.bytes(entry)));
                assertThat(Bundle.decode(bytes, entries.size())).containsExactlyElementsOf(entries);
                assertThat(Bundle.encode(entries)).isEqualTo(bytes);
            }
        }
    }

    @Test
    void refusesABundleOfAnotherWidthAndAnEntryThatIsTooLong() {
        byte[] two = Bundle.encode(List.of(new byte[65_535], new byte[0]));
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Bundle.decode(two, 1));
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Bundle.decode(two, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bundle.encode(List.of(new byte[65_536])));
    }
}
