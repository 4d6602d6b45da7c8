// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What holds for every tree and proof, and that a proof altered by one step proves nothing.
class ProofLawTest {
    private static final int MOST = 24;

    private final GrownTree tree = GrownTree.ofLeaves(MOST);
    private final Proofs proofs = new Proofs(tree);

    @Test
    void growsToTheSameRootByTheEdgeByTheTilesAndByTheDefinition() throws Exception {
        GrownTree large = GrownTree.ofLeaves(70_000);
        Proofs fromTiles = new Proofs(large);
        for (int size : List.of(0, 1, 2, 3, 255, 256, 257, 1_000, 65_535, 65_536, 65_537, 70_000)) {
            assertThat(fromTiles.root(size)).isEqualTo(large.root(size));
            assertThat(large.plainRoot(0, size)).isEqualTo(large.root(size));
            Frontier frontier = fromTiles.frontier(size);
            assertThat(frontier.size()).isEqualTo(size);
            assertThat(frontier.root()).isEqualTo(large.root(size));
            Frontier again = Frontier.of(size, frontier.subtrees());
            if (size < 70_000) {
                again.append(large.leaf(size));
                assertThat(again.root()).isEqualTo(large.root(size + 1));
                assertThat(frontier.root()).isEqualTo(large.root(size));
            }
        }
    }

    @Test
    void refusesAnInclusionProofWithAnyBitFlipped() throws Exception {
        for (int size : List.of(2, 7, 8, 13)) {
            for (int index = 0; index < size; index++) {
                InclusionProof proof = proofs.inclusion(index, size);
                for (List<Hash> path : flipped(proof.path())) {
                    refused(
                            new InclusionProof(index, size, path),
                            tree.leaf(index),
                            tree.root(size));
                }
            }
        }
    }

    @Test
    void refusesAnInclusionProofOfAnotherLengthIndexSizeOrLeaf() throws Exception {
        for (int size = 1; size <= MOST; size++) {
            for (int index = 0; index < size; index++) {
                InclusionProof proof = proofs.inclusion(index, size);
                Hash leaf = tree.leaf(index);
                Hash root = tree.root(size);
                proof.verify(leaf, root);
                for (List<Hash> path : resized(proof.path())) {
                    refused(new InclusionProof(index, size, path), leaf, root);
                }
                refused(new InclusionProof(index + 1, size, proof.path()), leaf, root);
                refused(new InclusionProof(index - 1, size, proof.path()), leaf, root);
                refused(new InclusionProof(index, size, proof.path()), leaf, tree.root(size - 1));
                refused(new InclusionProof(size, size, proof.path()), leaf, root);
                refused(new InclusionProof(-1, size, proof.path()), leaf, root);
                refused(new InclusionProof(index, 0, proof.path()), leaf, root);
                if (size > 1) {
                    refused(proof, root, leaf);
                    refused(proof, root, root);
                    refused(proof, tree.leaf((index + 1) % size), root);
                }
            }
        }
    }

    @Test
    void refusesAnInclusionProofForASizeThatNeedsAnotherLength() throws Exception {
        // For some sizes the same path leads to the same root; the size must come from a
        // checkpoint.
        InclusionProof proof = proofs.inclusion(3, 16);
        for (long size : List.of(4L, 8L, 17L, 32L, 64L, Long.MAX_VALUE, -1L)) {
            refused(new InclusionProof(3, size, proof.path()), tree.leaf(3), tree.root(16));
        }
    }

    @Test
    void refusesAConsistencyProofWithAnyBitFlipped() throws Exception {
        for (int to : List.of(2, 7, 8, 13)) {
            for (int from = 1; from < to; from++) {
                ConsistencyProof proof = proofs.consistency(from, to);
                for (List<Hash> path : flipped(proof.path())) {
                    refused(new ConsistencyProof(from, to, path), tree.root(from), tree.root(to));
                }
            }
        }
    }

    @Test
    void refusesAConsistencyProofOfAnotherLengthOrRoot() throws Exception {
        for (int to = 1; to <= MOST; to++) {
            for (int from = 1; from <= to; from++) {
                ConsistencyProof proof = proofs.consistency(from, to);
                Hash older = tree.root(from);
                Hash newer = tree.root(to);
                proof.verify(older, newer);
                for (List<Hash> path : resized(proof.path())) {
                    refused(new ConsistencyProof(from, to, path), older, newer);
                }
                refused(new ConsistencyProof(0, to, proof.path()), Merkle.EMPTY, newer);
                refused(new ConsistencyProof(to + 1, to, proof.path()), older, newer);
                refused(new ConsistencyProof(-1, to, proof.path()), older, newer);
                refused(proof, tree.root(from - 1), newer);
                refused(proof, older, tree.root(to - 1));
                if (from < to) {
                    refused(proof, newer, older);
                    refused(proof, newer, newer);
                    refused(proof, older, older);
                }
            }
        }
    }

    @Test
    void provesNothingForATreeThatWasRewritten() throws Exception {
        GrownTree rewritten =
                new GrownTree(i -> ((i == 5 ? "LEAF " : "leaf ") + i).getBytes(UTF_8));
        rewritten.growTo(MOST);
        for (int from = 6; from < MOST; from++) {
            ConsistencyProof proof = new Proofs(rewritten).consistency(from, MOST);
            refused(proof, tree.root(from), rewritten.root(MOST));
        }
    }

    @Test
    void verifiesAtTheEndOfTheUnsignedRange() throws Exception {
        // A tree of 2^64 - 1 leaves, of which only the path to its last leaf is known.
        Hash leaf = Merkle.leaf(new byte[] {1});
        List<Hash> path = new ArrayList<>();
        Hash root = leaf;
        for (int i = 0; i < 63; i++) {
            Hash left = Merkle.leaf(new byte[] {2, (byte) i});
            path.add(left);
            root = Merkle.node(left, root);
        }
        new InclusionProof(-2, -1, path).verify(leaf, root);
        refused(new InclusionProof(-3, -1, path), leaf, root);
        refused(new InclusionProof(-1, -1, path), leaf, root);
        refused(new InclusionProof(-2, -2, path), leaf, root);
    }

    @Test
    void saysWhichTileIsTooShort() {
        Tiles cut = tile -> new byte[tile.bytes() - 1];
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new Proofs(cut).root(3))
                .withMessageContaining("tile/0/000.p/3 has 95 bytes instead of 96");
    }

    @Test
    void readsEachTileOnceForAProof() throws Exception {
        GrownTree large = GrownTree.ofLeaves(70_000);
        List<Tile> read = new ArrayList<>();
        Proofs counted =
                new Proofs(tile -> {
                    read.add(tile);
                    return large.read(tile);
                });
        counted.inclusion(12_345, 70_000);
        assertThat(read).doesNotHaveDuplicates().hasSizeLessThan(7);
    }

    /// The path with each bit of each hash flipped, once.
    private static List<List<Hash>> flipped(List<Hash> path) {
        List<List<Hash>> all = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            for (int bit = 0; bit < 256; bit++) {
                byte[] bytes = path.get(i).bytes();
                bytes[bit / 8] ^= (byte) (1 << (bit % 8));
                List<Hash> changed = new ArrayList<>(path);
                changed.set(i, Hash.of(bytes));
                all.add(changed);
            }
        }
        return all;
    }

    /// The path with one hash less or more, at each place, and with two swapped.
    private static List<List<Hash>> resized(List<Hash> path) {
        List<List<Hash>> all = new ArrayList<>();
        for (int i = 0; i <= path.size(); i++) {
            int at = i;
            all.add(changed(path, copy -> copy.add(at, Merkle.EMPTY)));
            if (i < path.size()) {
                all.add(changed(path, copy -> copy.remove(at)));
                all.add(changed(path, copy -> copy.add(at, copy.get(at))));
            }
            if (i > 0 && i < path.size()) {
                all.add(changed(path, copy -> copy.add(at - 1, copy.remove(at))));
            }
        }
        return all;
    }

    private static List<Hash> changed(List<Hash> path, Consumer<List<Hash>> change) {
        List<Hash> copy = new ArrayList<>(path);
        change.accept(copy);
        return copy;
    }

    private static void refused(InclusionProof proof, Hash leaf, Hash root) {
        try {
            proof.verify(leaf, root);
        } catch (InvalidProofException e) {
            return;
        }
        throw new AssertionError("Proves something: " + proof);
    }

    private static void refused(ConsistencyProof proof, Hash older, Hash newer) {
        try {
            proof.verify(older, newer);
        } catch (InvalidProofException e) {
            return;
        }
        throw new AssertionError("Proves something: " + proof);
    }
}
