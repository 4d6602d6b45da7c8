// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.tlog.Merkle;
import dev.chaperone.vocabulary.Digest;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One entry of the ledger, laid out for reading.
///
/// @param leaf what the entry says
/// @param json the same with line breaks
/// @param hash of the leaf in the ledger's tree, in hexadecimal
/// @param contentDigest SHA-256 of the entry's exact bytes
record LeafView(
        long index, JsonNode leaf, String json, String hash, Digest contentDigest, String bytes) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static LeafView of(long index, byte[] entry) {
        JsonNode leaf = JSON.readTree(entry);
        return new LeafView(
                index,
                leaf,
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(leaf),
                Merkle.leaf(entry).hex(),
                Digest.of(entry),
                Words.count(entry.length, "byte", "bytes"));
    }

    public String title() {
        return "Entry " + index + ": " + leaf.path("type").asString("entry");
    }
}
