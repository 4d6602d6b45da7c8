// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.activity.Reads;
import dev.chaperone.workspace.activity.Sighting;
import dev.chaperone.workspace.sources.Finding;
import dev.chaperone.workspace.sources.Look;
import dev.chaperone.workspace.sources.Overview;
import dev.chaperone.workspace.sources.Sender;
import dev.chaperone.workspace.sources.Sources;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Who reports of what assistants do, what is not as it should be, and which MCP servers and modes
/// of permission were seen. All of it is derived when it is asked for.
@RestController
class SourcesApi {
    private final Sources sources;
    private final Reads reads;

    SourcesApi(Workspace workspace) {
        this.sources = workspace.sources();
        this.reads = workspace.reads();
    }

    /// A sender.
    ///
    /// @param person id; null when nobody was ever heard
    /// @param state `ok`, `silent`, `no-data` or `ended`
    record SenderJson(
            String source,
            @Nullable String tool,
            @Nullable String person,
            @Nullable Instant firstSeen,
            @Nullable Instant lastSeen,
            long intervalSeconds,
            String state) {
        static SenderJson of(Sender sender) {
            return new SenderJson(
                    sender.source().written(),
                    text(sender.tool()),
                    text(sender.person()),
                    sender.first(),
                    sender.last(),
                    sender.interval().toSeconds(),
                    sender.state().written());
        }
    }

    /// Something that is not as it should be.
    ///
    /// @param name of a source or mode
    record FindingJson(
            String kind,
            @Nullable String tool,
            @Nullable String person,
            @Nullable String session,
            @Nullable String name,
            @Nullable Instant since) {
        static FindingJson of(Finding finding) {
            return new FindingJson(
                    finding.kind().written(),
                    text(finding.tool()),
                    text(finding.person()),
                    finding.session(),
                    finding.name(),
                    finding.since());
        }
    }

    /// Something that was looked for.
    ///
    /// @param state `none`, `found` or `no-data`
    record LookJson(
            String kind,
            @Nullable String tool,
            String state,
            @Nullable Integer findings,
            @Nullable String why) {
        static LookJson of(Look look) {
            Integer found = look.findings();
            return new LookJson(
                    look.kind().written(),
                    text(look.tool()),
                    found == null ? "no-data" : found == 0 ? "none" : "found",
                    found,
                    look.why());
        }
    }

    /// An MCP server or mode of permission that was seen with a tool of a person.
    record SeenJson(
            String name,
            String source,
            @Nullable String tool,
            String person,
            Instant firstSeen,
            Instant lastSeen) {
        static SeenJson of(Sighting seen) {
            return new SeenJson(
                    seen.name(),
                    seen.source().written(),
                    text(seen.tool()),
                    seen.person().value(),
                    seen.first(),
                    seen.last());
        }
    }

    @Needs(Permission.READ_EVERYBODYS_ACTIVITY)
    @GetMapping("/api/v1/sources")
    Page<SenderJson> senders(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit,
            SignedIn caller) {
        return piece(caller, Overview::senders, SenderJson::of, cursor, limit);
    }

    @Needs(Permission.READ_EVERYBODYS_ACTIVITY)
    @GetMapping("/api/v1/findings")
    Page<FindingJson> findings(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit,
            SignedIn caller) {
        return piece(caller, Overview::findings, FindingJson::of, cursor, limit);
    }

    /// What was looked for, and where nothing can be told because nobody reports.
    @Needs(Permission.READ_EVERYBODYS_ACTIVITY)
    @GetMapping("/api/v1/findings/looks")
    List<LookJson> looks(SignedIn caller) {
        reads.sources(caller.actor());
        return sources.overview().looks().stream().map(LookJson::of).toList();
    }

    @Needs(Permission.READ_EVERYBODYS_ACTIVITY)
    @GetMapping("/api/v1/mcp-servers")
    Page<SeenJson> servers(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit,
            SignedIn caller) {
        return piece(caller, Overview::servers, SeenJson::of, cursor, limit);
    }

    @Needs(Permission.READ_EVERYBODYS_ACTIVITY)
    @GetMapping("/api/v1/agent-permissions")
    Page<SeenJson> permissions(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit,
            SignedIn caller) {
        return piece(caller, Overview::permissions, SeenJson::of, cursor, limit);
    }

    private record Numbered<T>(long number, T item) {}

    /// A piece of a list that is made anew each time: a cursor tells how many are left.
    private <S, T> Page<T> piece(
            SignedIn caller,
            Function<Overview, List<S>> list,
            Function<S, T> json,
            @Nullable String cursor,
            int limit) {
        reads.sources(caller.actor());
        List<T> all = list.apply(sources.overview()).stream().map(json).toList();
        long before = Page.before(cursor);
        int rows = Page.checkLimit(limit) + 1;
        List<Numbered<T>> left = new ArrayList<>();
        for (int i = 0; i < all.size() && left.size() < rows; i++) {
            long number = (long) all.size() - i;
            if (number < before) {
                left.add(new Numbered<>(number, all.get(i)));
            }
        }
        Page<Numbered<T>> page = Page.of(left, limit, Numbered::number);
        return new Page<>(page.items().stream().map(Numbered::item).toList(), page.next());
    }

    private static @Nullable String text(@Nullable Object id) {
        return id == null ? null : id.toString();
    }
}
