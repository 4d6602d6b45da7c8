// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;

import java.util.List;

/// The published proofs about a part of a tree (decision 022).
class PartVectorTest {
    @Test
    void judgesInclusionInAPartAsInclusionInTheTreeThatThePartIs() {
        List<JsonNode> cases = MerkleVectorTest.cases("merkle_subtreeinclusion.json");
        for (JsonNode each : cases) {
            long start = Vectors.number(each.get("start"));
            long end = Vectors.number(each.get("end"));
            if (PartProof.hasRoot(start, end)) {
                MerkleVectorTest.judge(
                        each,
                        () ->
                                new InclusionProof(
                                                Vectors.number(each.get("leafIdx")) - start,
                                                end - start,
                                                Vectors.base64Path(each.get("proof")))
                                        .verify(
                                                Vectors.base64(each.get("leafHash")),
                                                Vectors.base64(each.get("root"))));
            } else {
                assertThat(each.get("wantErr").asBoolean()).as(each.toString()).isTrue();
            }
        }
        assertThat(cases).hasSize(108);
    }

    @Test
    void judgesConsistencyOfAPartAtTheBeginningAsConsistencyOfTwoTrees() {
        int judged = 0;
        for (JsonNode each : MerkleVectorTest.cases("merkle_subtreeconsistency.json")) {
            long end = Vectors.number(each.get("end"));
            if (Vectors.number(each.get("start")) == 0 && end != 0) {
                MerkleVectorTest.judge(
                        each,
                        () ->
                                new ConsistencyProof(
                                                end,
                                                Vectors.number(each.get("size")),
                                                Vectors.base64Path(each.get("proof")))
                                        .verify(
                                                MerkleVectorTest.root(each.get("root1")),
                                                MerkleVectorTest.root(each.get("root2"))));
                judged++;
            }
        }
        assertThat(judged).isEqualTo(50);
    }

    @Test
    void judgesConsistencyOfAnyPart() {
        List<JsonNode> cases = MerkleVectorTest.cases("merkle_subtreeconsistency.json");
        for (JsonNode each : cases) {
            MerkleVectorTest.judge(
                    each,
                    () ->
                            new PartProof(
                                            Vectors.number(each.get("start")),
                                            Vectors.number(each.get("end")),
                                            Vectors.number(each.get("size")),
                                            Vectors.base64Path(each.get("proof")))
                                    .verify(
                                            MerkleVectorTest.root(each.get("root1")),
                                            MerkleVectorTest.root(each.get("root2"))));
        }
        assertThat(cases).hasSize(65);
    }
}
