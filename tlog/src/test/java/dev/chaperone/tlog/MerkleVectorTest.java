// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Hashing and proofs against the published vectors.
class MerkleVectorTest {
    @Test
    void hashesLeavesNodesAndTheEmptyTreeAsPublished() {
        JsonNode basics = Vectors.read("rfc6962_basics.json");
        assertThat(Merkle.EMPTY).isEqualTo(Vectors.hex(basics.get("empty_root")));
        for (JsonNode leaf : Vectors.cases(basics.get("hash_leaf"))) {
            assertThat(Merkle.leaf(Vectors.bytes(leaf.get("data_hex"))))
                    .isEqualTo(Vectors.hex(leaf.get("hash")));
        }
        List<JsonNode> levels = Vectors.cases(basics.get("node_hashes_by_level"));
        for (int level = 1; level < levels.size(); level++) {
            for (int i = 0; i < levels.get(level).size(); i++) {
                Hash left = Vectors.hex(levels.get(level - 1).get(2 * i));
                Hash right = Vectors.hex(levels.get(level - 1).get(2 * i + 1));
                assertThat(Merkle.node(left, right))
                        .isEqualTo(Vectors.hex(levels.get(level).get(i)));
            }
        }
    }

    @Test
    void growsTheReferenceTreeAndItsProofs() throws Exception {
        JsonNode basics = Vectors.read("rfc6962_basics.json");
        JsonNode inputs = basics.get("leaf_inputs_hex");
        GrownTree tree = new GrownTree(i -> Vectors.bytes(inputs.get((int) i)));
        tree.growTo(inputs.size());
        for (int size = 0; size <= inputs.size(); size++) {
            assertThat(tree.root(size))
                    .isEqualTo(Vectors.hex(basics.get("root_by_size").get(size)));
        }
        for (JsonNode each : Vectors.cases(basics.get("inclusion"))) {
            InclusionProof proof =
                    new Proofs(tree)
                            .inclusion(each.get("index").asLong(), each.get("size").asLong());
            assertThat(hex(proof.path())).isEqualTo(Vectors.texts(each.get("proof")));
            proof.verify(tree.leaf(proof.index()), tree.root(proof.size()));
        }
        for (JsonNode each : Vectors.cases(basics.get("consistency"))) {
            ConsistencyProof proof =
                    new Proofs(tree)
                            .consistency(each.get("size1").asLong(), each.get("size2").asLong());
            assertThat(hex(proof.path())).isEqualTo(Vectors.texts(each.get("proof")));
            proof.verify(tree.root(proof.from()), tree.root(proof.to()));
        }
    }

    @Test
    void judgesEveryPublishedInclusionProof() {
        List<JsonNode> cases = cases("merkle_inclusion.json");
        for (JsonNode each : cases) {
            judge(
                    each,
                    () ->
                            new InclusionProof(
                                            Vectors.number(each.get("leafIdx")),
                                            Vectors.number(each.get("treeSize")),
                                            Vectors.base64Path(each.get("proof")))
                                    .verify(
                                            Vectors.base64(each.get("leafHash")),
                                            Vectors.base64(each.get("root"))));
        }
        assertThat(cases).hasSize(52);
    }

    @Test
    void judgesEveryPublishedConsistencyProof() {
        List<JsonNode> cases = cases("merkle_consistency.json");
        for (JsonNode each : cases) {
            judge(
                    each,
                    () ->
                            new ConsistencyProof(
                                            Vectors.number(each.get("size1")),
                                            Vectors.number(each.get("size2")),
                                            Vectors.base64Path(each.get("proof")))
                                    .verify(root(each.get("root1")), root(each.get("root2"))));
        }
        assertThat(cases).hasSize(52);
    }

    @Test
    void computesTheSameHashesAndProofsAsAnIndependentProgram() throws Exception {
        JsonNode own = Vectors.read("rolling_proofs.json").get("own");
        int most = 130;
        GrownTree tree = new GrownTree(i -> new byte[] {(byte) i});
        tree.growTo(most);
        Proofs proofs = new Proofs(tree);
        StringBuilder roots = new StringBuilder();
        StringBuilder inclusion = new StringBuilder();
        StringBuilder consistency = new StringBuilder();
        for (int size = 0; size <= most; size++) {
            assertThat(proofs.root(size)).isEqualTo(tree.root(size));
            roots.append(size).append(' ').append(tree.root(size).hex()).append('\n');
            for (int i = 0; i < size; i++) {
                line(inclusion, i, size, proofs.inclusion(i, size).path());
                line(consistency, i + 1, size, proofs.consistency(i + 1, size).path());
            }
        }
        assertThat(digest(roots)).isEqualTo(own.get("roots").asText());
        assertThat(digest(inclusion)).isEqualTo(own.get("inclusion").asText());
        assertThat(digest(consistency)).isEqualTo(own.get("consistency").asText());
    }

    @Test
    void servesTheTreeOfTheSpecificationInItsTiles() throws Exception {
        JsonNode vectors = Vectors.read("tiles_70000.json");
        GrownTree tree = GrownTree.ofLeaves(70_000);
        assertThat(tree.root(70_000)).isEqualTo(Vectors.base64(vectors.get("root_b64")));
        for (var each : vectors.get("root_at").properties()) {
            assertThat(new Proofs(tree).root(Long.parseLong(each.getKey())))
                    .isEqualTo(Vectors.base64(each.getValue()));
        }
        for (JsonNode each : Vectors.cases(vectors.get("tiles"))) {
            if (!each.has("path")) {
                continue; // counts of tiles, which TileTest checks
            }
            Tile tile = Tile.at(each.get("level").asInt(), each.get("index").asLong(), 70_000);
            assertThat(tile.path()).isEqualTo(each.get("path").asText());
            assertThat(tile.width()).isEqualTo(each.get("width").asInt());
            byte[] content = tree.read(tile);
            assertThat(content).hasSize(each.get("size").asInt()).hasSize(tile.bytes());
            assertThat(Hash.of(Merkle.sha256().digest(content)).hex())
                    .isEqualTo(each.get("sha256").asText());
        }
        for (JsonNode each : Vectors.cases(vectors.get("bundles"))) {
            Bundle bundle = Bundle.parse(each.get("path").asText());
            assertThat(Bundle.at(bundle.index(), 70_000)).isEqualTo(bundle);
            List<byte[]> entries = new ArrayList<>();
            for (int i = 0; i < bundle.width(); i++) {
                entries.add(tree.entry(bundle.start() + i));
            }
            byte[] encoded = Bundle.encode(entries);
            assertThat(Hash.of(Merkle.sha256().digest(encoded)).hex())
                    .isEqualTo(each.get("sha256").asText());
            assertThat(Bundle.decode(encoded, bundle.width())).containsExactlyElementsOf(entries);
        }
        computesProofs(vectors, tree);
        computesProofs(vectors, GrownTree.ofLeaves(70_300).withoutPartialTiles());
    }

    @Test
    void growsTheTreeOfTheGoTests() throws Exception {
        JsonNode vectors = Vectors.read("tlog_leafN_100.json");
        GrownTree tree = GrownTree.ofLeaves(100);
        List<String> roots = Vectors.texts(vectors.get("roots_b64_by_size"));
        for (int size = 0; size < roots.size(); size++) {
            assertThat(tree.root(size).base64()).isEqualTo(roots.get(size));
            assertThat(tree.plainRoot(0, size)).isEqualTo(tree.root(size));
        }
        computesProofs(vectors, tree);
    }

    private static void computesProofs(JsonNode vectors, GrownTree tree) throws Exception {
        Proofs proofs = new Proofs(tree);
        for (JsonNode each : Vectors.cases(vectors.get("inclusion"))) {
            InclusionProof proof =
                    proofs.inclusion(each.get("index").asLong(), each.get("size").asLong());
            assertThat(proof.path()).isEqualTo(Vectors.base64Path(each.get("proof")));
            proof.verify(tree.leaf(proof.index()), tree.root(proof.size()));
        }
        for (JsonNode each : Vectors.cases(vectors.get("consistency"))) {
            ConsistencyProof proof =
                    proofs.consistency(each.get("size1").asLong(), each.get("size2").asLong());
            assertThat(proof.path()).isEqualTo(Vectors.base64Path(each.get("proof")));
            proof.verify(tree.root(proof.from()), tree.root(proof.to()));
        }
    }

    static List<JsonNode> cases(String file) {
        return Vectors.cases(Vectors.read(file).get("cases"));
    }

    /// Some roots of the vectors are just texts, which a hash of theirs stands for.
    static Hash root(JsonNode text) throws MalformedException {
        byte[] bytes = Fields.base64(text.asText());
        return bytes.length == Hash.BYTES ? Hash.of(bytes) : Merkle.leaf(bytes);
    }

    /// Throws when a proof does not hold.
    interface Verification {
        void run() throws InvalidProofException, MalformedException;
    }

    static void judge(JsonNode each, Verification verification) {
        if (each.get("wantErr").asBoolean()) {
            // A hash of another length is refused before it can be part of a proof.
            assertThatThrownBy(verification::run)
                    .as(each.get("file").asText())
                    .isInstanceOfAny(InvalidProofException.class, MalformedException.class);
        } else {
            assertThatCode(verification::run)
                    .as(each.get("file").asText())
                    .doesNotThrowAnyException();
        }
    }

    private static List<String> hex(List<Hash> path) {
        return path.stream().map(Hash::hex).toList();
    }

    private static void line(StringBuilder text, long first, long second, List<Hash> path) {
        text.append(first).append(' ').append(second);
        text.append(path.stream().map(hash -> " " + hash.hex()).collect(Collectors.joining()));
        text.append('\n');
    }

    private static String digest(StringBuilder text) {
        return Hash.of(Merkle.sha256().digest(text.toString().getBytes(UTF_8))).hex();
    }
}
