// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.TransparencyLog;
import dev.chaperone.tlog.Bundle;
import dev.chaperone.tlog.MalformedException;
import dev.chaperone.tlog.Tile;
import dev.chaperone.tlog.VerifierKey;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Looks;
import dev.chaperone.workspace.activity.Reads;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;

/// The log as outsiders read it (C2SP tlog-tiles): hashes for everybody, entries for those who may
/// read the ledger.
@RestController
class LogController {
    private static final MediaType PLAIN = new MediaType("text", "plain", StandardCharsets.UTF_8);
    private static final String ROOT = "/ledger/";
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final TransparencyLog log;
    private final Reads reads;
    private final Looks looks;

    LogController(TransparencyLog log, Workspace workspace) {
        this.log = log;
        this.reads = workspace.reads();
        this.looks = workspace.looks();
    }

    @OpenToAll
    @GetMapping("/ledger/checkpoint")
    ResponseEntity<String> checkpoint() {
        String note =
                log.checkpoint()
                        .orElseThrow(() ->
                                RejectedException.unknown(
                                        "checkpoint yet; the first one takes a second"));
        return ResponseEntity.ok()
                .contentType(PLAIN)
                .cacheControl(CacheControl.maxAge(Duration.ofSeconds(1)).cachePublic())
                .body(note);
    }

    /// The keys that its checkpoints are signed with, one to a line.
    @OpenToAll
    @GetMapping("/ledger/vkey")
    ResponseEntity<String> keys() {
        String keys =
                log.verifiers().stream()
                        .map(VerifierKey::vkey)
                        .collect(Collectors.joining("\n", "", "\n"));
        return ResponseEntity.ok().contentType(PLAIN).body(keys);
    }

    /// Entries before this index were removed when their time was over (C2SP tlog-tiles, pruning).
    @OpenToAll
    @GetMapping("/ledger/minimum-index")
    ResponseEntity<String> minimum() throws IOException {
        long minimum = log.minimum();
        if (minimum == 0) {
            throw RejectedException.unknown("minimum index; nothing was removed");
        }
        return ResponseEntity.ok().contentType(PLAIN).body(minimum + "\n");
    }

    /// The newest checkpoint that witnesses have cosigned.
    @OpenToAll
    @GetMapping("/ledger/witnessed")
    ResponseEntity<String> witnessed() {
        return ResponseEntity.ok()
                .contentType(PLAIN)
                .cacheControl(CacheControl.maxAge(Duration.ofSeconds(1)).cachePublic())
                .body(
                        log.witnessed()
                                .orElseThrow(
                                        () -> RejectedException.unknown("cosigned checkpoint")));
    }

    @OpenToAll
    @GetMapping("/ledger/tile/{level:[0-9]+}/**")
    ResponseEntity<byte[]> tile(HttpServletRequest request) throws IOException {
        try {
            return log.tile(Tile.parse(path(request)))
                    .map(hashes -> found(CacheControl.maxAge(FOR_EVER).cachePublic(), hashes))
                    .orElseThrow(() -> RejectedException.unknown("tile"));
        } catch (MalformedException e) {
            throw RejectedException.unknown("tile");
        }
    }

    @Needs(Permission.READ_LEDGER)
    @GetMapping("/ledger/tile/entries/**")
    ResponseEntity<byte[]> entries(HttpServletRequest request, SignedIn caller) throws IOException {
        try {
            Bundle asked = Bundle.parse(path(request));
            return log.bundle(asked)
                    .map(entries -> {
                        reads.ledger(
                                caller.actor(),
                                asked.start(),
                                asked.width(),
                                looks.concerned(asked.start(), asked.width()));
                        return found(CacheControl.maxAge(FOR_EVER).cachePrivate(), entries);
                    })
                    .orElseThrow(() -> RejectedException.unknown("bundle of entries"));
        } catch (MalformedException e) {
            throw RejectedException.unknown("bundle of entries");
        }
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(ROOT.length());
    }

    /// What was published never changes.
    private static ResponseEntity<byte[]> found(CacheControl cache, byte[] content) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .cacheControl(cache.immutable())
                .body(content);
    }
}
