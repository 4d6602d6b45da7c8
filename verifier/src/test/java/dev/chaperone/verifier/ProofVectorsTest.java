// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// All published known answers on trees and proofs, the negative ones too.
class ProofVectorsTest {
    /// One way of checking a case.
    private interface Proof {
        void check(List<Hash> path) throws NotProvenException, MalformedException, IOException;
    }

    private static boolean holds(List<String> path, Proof proof) {
        try {
            List<Hash> hashes = new ArrayList<>();
            for (String each : path) {
                hashes.add(Hash.parse(each));
            }
            proof.check(hashes);
            return true;
        } catch (NotProvenException | MalformedException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A hash; some cases have a short text for "some hash or other".
    private static Hash hash(Vectors value) throws MalformedException {
        byte[] bytes = Base64.getDecoder().decode(value.text());
        boolean exact = bytes.length == Hash.BYTES || bytes.length == 0;
        return Hash.of(exact ? bytes : SampleLog.sha256().digest(bytes));
    }

    private static Hash hex(String text) throws MalformedException {
        return Hash.of(HexFormat.of().parseHex(text));
    }

    private static List<String> base64(Vectors hexes) {
        return hexes.texts().stream()
                .map(hex -> Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex)))
                .toList();
    }

    private static void each(String file, boolean expectSome, Check check) {
        int good = 0;
        int bad = 0;
        for (Vectors each : Vectors.of(file).get("cases").all()) {
            boolean wanted = !each.get("wantErr").flag();
            boolean holds = holds(each.get("proof").texts(), path -> check.check(each, path));
            assertThat(holds).as("%s: %s", file, each.get("file").value()).isEqualTo(wanted);
            good += wanted ? 1 : 0;
            bad += wanted ? 0 : 1;
        }
        assertThat(good > 0 && bad > 0).isEqualTo(expectSome);
    }

    /// One case of a file.
    private interface Check {
        void check(Vectors each, List<Hash> path) throws NotProvenException, MalformedException;
    }

    @Test
    void agreesWithEveryCaseOfInclusion() {
        each(
                "merkle_inclusion.json",
                true,
                (each, path) ->
                        Proofs.inclusion(
                                each.get("leafIdx").number(),
                                each.get("treeSize").number(),
                                hash(each.get("leafHash")),
                                path,
                                hash(each.get("root"))));
    }

    @Test
    void agreesWithEveryCaseOfConsistency() {
        each(
                "merkle_consistency.json",
                true,
                (each, path) ->
                        Proofs.consistency(
                                each.get("size1").number(),
                                each.get("size2").number(),
                                path,
                                hash(each.get("root1")),
                                hash(each.get("root2"))));
    }

    @Test
    void agreesWithEveryCaseOfInclusionInAPart() {
        each(
                "merkle_subtreeinclusion.json",
                true,
                (each, path) ->
                        Proofs.inclusionInPart(
                                each.get("leafIdx").number(),
                                each.get("start").number(),
                                each.get("end").number(),
                                hash(each.get("leafHash")),
                                path,
                                hash(each.get("root"))));
    }

    @Test
    void agreesWithEveryCaseOfConsistencyOfAPart() {
        each(
                "merkle_subtreeconsistency.json",
                true,
                (each, path) ->
                        Proofs.consistencyOfPart(
                                each.get("start").number(),
                                each.get("end").number(),
                                each.get("size").number(),
                                path,
                                hash(each.get("root1")),
                                hash(each.get("root2"))));
    }

    @Test
    void agreesWithTheReferenceTree() throws MalformedException {
        Vectors file = Vectors.of("rfc6962_basics.json");
        Sha256 sha = new Sha256();
        assertThat(Sha256.EMPTY_TREE).isEqualTo(hex(file.get("empty_root").text()));
        for (Vectors each : file.get("hash_leaf").all()) {
            byte[] data = HexFormat.of().parseHex(each.get("data_hex").text());
            assertThat(sha.leaf(data)).isEqualTo(hex(each.get("hash").text()));
        }
        // Leaves of the tree as of real trees: 32 bytes on both sides.
        List<Vectors> levels = file.get("node_hashes_by_level").all();
        for (int i = 0; i + 1 < levels.size(); i++) {
            List<String> below = levels.get(i).texts();
            for (int at = 0; at + 1 < below.size(); at += 2) {
                assertThat(sha.node(hex(below.get(at)), hex(below.get(at + 1))))
                        .isEqualTo(hex(levels.get(i + 1).texts().get(at / 2)));
            }
        }
        List<String> roots = file.get("root_by_size").texts();
        List<String> leaves = levels.getFirst().texts();
        for (Vectors each : file.get("inclusion").all()) {
            long index = each.get("index").number();
            long size = each.get("size").number();
            assertThat(
                            holds(
                                    base64(each.get("proof")),
                                    path ->
                                            Proofs.inclusion(
                                                    index,
                                                    size,
                                                    hex(leaves.get((int) index)),
                                                    path,
                                                    hex(roots.get((int) size)))))
                    .isTrue();
        }
        for (Vectors each : file.get("consistency").all()) {
            long from = each.get("size1").number();
            long to = each.get("size2").number();
            assertThat(
                            holds(
                                    base64(each.get("proof")),
                                    path ->
                                            Proofs.consistency(
                                                    from,
                                                    to,
                                                    path,
                                                    hex(roots.get((int) from)),
                                                    hex(roots.get((int) to)))))
                    .isTrue();
        }
    }

    @Test
    void agreesWithAHundredLeaves() throws MalformedException {
        Vectors file = Vectors.of("tlog_leafN_100.json");
        List<String> roots = file.get("roots_b64_by_size").texts();
        Sha256 sha = new Sha256();
        for (Vectors each : file.get("inclusion").all()) {
            long index = each.get("index").number();
            int size = each.get("size").small();
            Hash leaf = sha.leaf(("leaf " + index).getBytes(StandardCharsets.UTF_8));
            assertThat(
                            holds(
                                    each.get("proof").texts(),
                                    path ->
                                            Proofs.inclusion(
                                                    index,
                                                    size,
                                                    leaf,
                                                    path,
                                                    Hash.parse(roots.get(size)))))
                    .isTrue();
        }
        for (Vectors each : file.get("consistency").all()) {
            int from = each.get("size1").small();
            int to = each.get("size2").small();
            assertThat(
                            holds(
                                    each.get("proof").texts(),
                                    path ->
                                            Proofs.consistency(
                                                    from,
                                                    to,
                                                    path,
                                                    Hash.parse(roots.get(from)),
                                                    Hash.parse(roots.get(to)))))
                    .isTrue();
        }
    }

    /// The test's own proofs are those of an independent program, and the verifier takes them all.
    @Test
    void followsEveryProofOfEveryTreeUpTo130() throws NotProvenException, MalformedException {
        Vectors own = Vectors.of("rolling_proofs.json").get("own");
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            leaves.add(SampleLog.leaf(new byte[] {(byte) i}));
        }
        StringBuilder inclusion = new StringBuilder();
        StringBuilder consistency = new StringBuilder();
        for (int size = 0; size <= 130; size++) {
            List<byte[]> tree = leaves.subList(0, size);
            Hash root = Hash.of(SampleLog.root(tree));
            for (int i = 0; i < size; i++) {
                List<byte[]> path = SampleLog.inclusion(i, tree);
                inclusion.append(line(i, size, path));
                Proofs.inclusion(i, size, Hash.of(leaves.get(i)), hashes(path), root);
            }
            for (int from = 1; from <= size; from++) {
                List<byte[]> path = SampleLog.consistency(from, tree, true);
                consistency.append(line(from, size, path));
                Hash before = Hash.of(SampleLog.root(leaves.subList(0, from)));
                Proofs.consistency(from, size, hashes(path), before, root);
            }
        }
        assertThat(sha(inclusion)).isEqualTo(own.get("inclusion").text());
        assertThat(sha(consistency)).isEqualTo(own.get("consistency").text());
    }

    private static String line(int first, int size, List<byte[]> path) {
        StringBuilder line = new StringBuilder(first + " " + size);
        path.forEach(hash -> line.append(' ').append(HexFormat.of().formatHex(hash)));
        return line + "\n";
    }

    private static String sha(StringBuilder text) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(SampleLog.sha256().digest(bytes));
    }

    private static List<Hash> hashes(List<byte[]> path) throws MalformedException {
        List<Hash> hashes = new ArrayList<>();
        for (byte[] each : path) {
            hashes.add(Hash.of(each));
        }
        return hashes;
    }

    @Test
    void rejectsEveryProofThatIsAlteredByOneStep() throws MalformedException {
        List<byte[]> leaves = new SampleLog(Path.of("."), 77).leaves;
        Hash root = Hash.of(SampleLog.root(leaves));
        Hash leaf = Hash.of(leaves.get(42));
        List<Hash> path = hashes(SampleLog.inclusion(42, leaves));
        assertThat(accepts(42, 77, leaf, path, root)).isTrue();
        assertThat(accepts(43, 77, leaf, path, root)).isFalse();
        assertThat(accepts(41, 77, leaf, path, root)).isFalse();
        assertThat(accepts(42, 77, root, path, leaf)).isFalse();
        assertThat(accepts(-1, 77, leaf, path, root)).isFalse();
        assertThat(accepts(42, 77, leaf, path.subList(1, path.size()), root)).isFalse();
        assertThat(accepts(42, 77, leaf, path.subList(0, path.size() - 1), root)).isFalse();
        List<Hash> longer = new ArrayList<>(path);
        longer.add(root);
        assertThat(accepts(42, 77, leaf, longer, root)).isFalse();
        for (int i = 0; i < path.size(); i++) {
            for (int bit = 0; bit < 256; bit++) {
                byte[] bytes = path.get(i).bytes();
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
                List<Hash> other = new ArrayList<>(path);
                other.set(i, Hash.of(bytes));
                assertThat(accepts(42, 77, leaf, other, root)).isFalse();
            }
        }
    }

    private static boolean accepts(long index, long size, Hash leaf, List<Hash> path, Hash root) {
        try {
            Proofs.inclusion(index, size, leaf, path, root);
            return true;
        } catch (NotProvenException e) {
            return false;
        }
    }

    @Test
    void findsTilesAndProofsOfSeventyThousandEntries(@TempDir Path folder)
            throws IOException, NotProvenException, MalformedException {
        Vectors file = Vectors.of("tiles_70000.json");
        SampleLog log = new SampleLog(folder, 70_000).writeTree(70_000);
        Hash root = hash(file.get("root_b64"));
        TreeHashes tree = new TreeHashes(new Tiles(new Folder(folder)), new Shape(70_000));
        for (Object size : file.get("root_at").members().keySet()) {
            assertThat(tree.root(Long.parseLong((String) size)))
                    .isEqualTo(hash(file.get("root_at").get((String) size)));
        }
        List<Vectors> files = new ArrayList<>(file.get("tiles").all());
        files.addAll(file.get("bundles").all());
        for (Vectors each : files) {
            if (each.has("path")) {
                byte[] content = Files.readAllBytes(folder.resolve(each.get("path").text()));
                assertThat(HexFormat.of().formatHex(SampleLog.sha256().digest(content)))
                        .isEqualTo(each.get("sha256").text());
            } else {
                int level = each.get("level").small();
                assertThat(new Shape(70_000).fullTiles(level)).isEqualTo(each.get("full").number());
                assertThat(new Shape(70_000).edgeWidth(level))
                        .isEqualTo(each.get("partial").small());
            }
        }
        for (Vectors each : file.get("inclusion").all()) {
            int index = each.get("index").small();
            assertThat(
                            holds(
                                    each.get("proof").texts(),
                                    path ->
                                            Proofs.inclusion(
                                                    index,
                                                    each.get("size").number(),
                                                    Hash.of(log.leaves.get(index)),
                                                    path,
                                                    tree.root(each.get("size").number()))))
                    .isTrue();
        }
        for (Vectors each : file.get("consistency").all()) {
            long from = each.get("size1").number();
            long to = each.get("size2").number();
            assertThat(tree.consistency(from, to).stream().map(Hash::toString))
                    .isEqualTo(each.get("proof").texts());
            assertThat(
                            holds(
                                    each.get("proof").texts(),
                                    path ->
                                            Proofs.consistency(
                                                    from,
                                                    to,
                                                    path,
                                                    tree.root(from),
                                                    tree.root(to))))
                    .isTrue();
        }
        assertThat(tree.root(70_000)).isEqualTo(root);
    }
}
