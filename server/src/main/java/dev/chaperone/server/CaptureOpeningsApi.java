// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.captures.Side;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.openings.Content;
import dev.chaperone.workspace.openings.Opening;
import dev.chaperone.workspace.openings.Openings;
import dev.chaperone.workspace.openings.ShownBody;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;

/// Reading captured content: ask with a reason, be approved by another person, open.
@RestController
class CaptureOpeningsApi {
    private final Openings openings;
    private final Clock clock;

    CaptureOpeningsApi(Workspace workspace) {
        this.openings = workspace.content().openings();
        this.clock = workspace.clock();
    }

    /// What somebody wants to read.
    ///
    /// @param interaction id of the request whose prompt and answer they are
    /// @param reason at least 10 characters; recorded for ever
    record OpeningRequest(@Nullable String interaction, @Nullable String reason) {}

    /// A wish to read captured content.
    ///
    /// @param person whose content it is
    /// @param state `pending`, `approved`, `over`, `refused` or `lapsed`
    /// @param readable whether the asker may open it now
    /// @param openUntil null while it can not be opened
    /// @param captured whether the content is there; empty when that can not be told now
    /// @param readings each time that content was shown
    record OpeningJson(
            String id,
            String interaction,
            String person,
            String state,
            boolean readable,
            @Nullable Instant openUntil,
            CaptureJson.Wish wish,
            List<CaptureJson.Kept> captured,
            List<Opening.Reading> readings) {}

    /// What was captured.
    ///
    /// @param entry index of the ledger entry that records this reading
    record ContentJson(String opening, String interaction, long entry, List<BodyJson> bodies) {}

    /// A body.
    ///
    /// @param level null when there is nothing to show, as the rest; `why` says why
    /// @param bytes of the body that was on the wire
    /// @param exact whether this is byte for byte what was on the wire
    /// @param record `matches`, `differs` or `not-comparable` with the commitment in the ledger
    /// @param text null when the bytes are not UTF-8
    @SuppressWarnings("ArrayRecordComponent") // written as base64, compared by nobody
    record BodyJson(
            String side,
            @Nullable String level,
            @Nullable Long bytes,
            @Nullable Boolean exact,
            @Nullable String record,
            @Nullable String text,
            byte @Nullable [] base64,
            @Nullable String why) {
        static BodyJson of(ShownBody body) {
            return switch (body) {
                case ShownBody.Nothing(var side, var why) ->
                        new BodyJson(ShownText.word(side), null, null, null, null, null, null, why);
                case ShownBody.Text text -> {
                    String decoded = ShownText.utf8(text.bytes());
                    yield new BodyJson(
                            ShownText.word(text.side()),
                            text.level().written(),
                            text.length(),
                            text.exact(),
                            text.comparison().written(),
                            decoded,
                            decoded == null ? text.bytes() : null,
                            null);
                }
            };
        }
    }

    @Needs(Permission.OPEN_CAPTURES)
    @PostMapping("/api/v1/capture-openings")
    @ResponseStatus(HttpStatus.CREATED)
    OpeningJson create(@RequestBody OpeningRequest wanted, SignedIn caller) {
        return json(
                openings.ask(
                        caller.scope(),
                        Given.text("interaction", wanted.interaction()),
                        Given.text("reason", wanted.reason()),
                        caller.somebody()));
    }

    @Needs(Permission.READ_CAPTURES)
    @GetMapping("/api/v1/capture-openings")
    Page<OpeningJson> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        Page<Opening> page = openings.list(cursor, limit);
        return new Page<>(page.items().stream().map(this::json).toList(), page.next());
    }

    @Needs(Permission.READ_CAPTURES)
    @GetMapping("/api/v1/capture-openings/{id}")
    OpeningJson show(@PathVariable String id) {
        return json(openings.find(id).orElseThrow(() -> RejectedException.unknown("opening")));
    }

    @Needs(Permission.DECIDE_OPENINGS)
    @PostMapping("/api/v1/capture-openings/{id}/approve")
    OpeningJson approve(@PathVariable String id, SignedIn caller) {
        return json(openings.decide(id, true, caller.somebody()));
    }

    @Needs(Permission.DECIDE_OPENINGS)
    @PostMapping("/api/v1/capture-openings/{id}/refuse")
    OpeningJson refuse(@PathVariable String id, SignedIn caller) {
        return json(openings.decide(id, false, caller.somebody()));
    }

    /// Each call is a reading of its own, and recorded as one.
    @Needs(Permission.OPEN_CAPTURES)
    @GetMapping("/api/v1/capture-openings/{id}/content")
    ResponseEntity<ContentJson> content(@PathVariable String id, SignedIn caller) {
        Content content = openings.read(id, EnumSet.allOf(Side.class), caller.somebody());
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(
                        new ContentJson(
                                id,
                                content.opening().interaction(),
                                content.entry(),
                                content.bodies().stream().map(BodyJson::of).toList()));
    }

    /// The bytes of one body, as a file.
    @Needs(Permission.OPEN_CAPTURES)
    @GetMapping("/api/v1/capture-openings/{id}/content/{side}")
    ResponseEntity<byte[]> file(
            @PathVariable String id, @PathVariable String side, SignedIn caller) {
        return ShownText.file(
                openings.read(id, EnumSet.of(ShownText.side(side)), caller.somebody()));
    }

    private OpeningJson json(Opening opening) {
        boolean readable = openings.isReadable(opening);
        return new OpeningJson(
                opening.id(),
                opening.interaction(),
                opening.person().value(),
                opening.state(clock.instant()).written(),
                readable,
                readable ? opening.openUntil() : null,
                CaptureJson.Wish.of(opening.wish()),
                openings.captured(opening).stream().map(CaptureJson.Kept::of).toList(),
                opening.readings());
    }
}
