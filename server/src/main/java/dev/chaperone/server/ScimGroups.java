// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import de.captaingoldfish.scim.sdk.common.constants.AttributeNames;
import de.captaingoldfish.scim.sdk.common.constants.ScimType;
import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import de.captaingoldfish.scim.sdk.common.resources.Group;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.Member;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.endpoints.features.EndpointType;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.filter.resources.FilterResourceResolver;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.directory.DirectoryGroup;
import dev.chaperone.workspace.directory.DirectoryGroups;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// `/Groups` of the protocol.
final class ScimGroups extends ResourceHandler<Group> {
    private final DirectoryGroups groups;

    ScimGroups(DirectoryGroups groups) {
        this.groups = groups;
    }

    @Override
    public Group createResource(Group wanted, Context context) {
        ScimCall call = (ScimCall) context;
        return call.part(() -> {
            DirectoryGroup made = groups.create(read(wanted), call.by());
            call.changed(made.id(), "team of " + made.members().size());
            return shown(made, call);
        });
    }

    @Override
    public Group getResource(
            String id,
            List<SchemaAttribute> attributes,
            List<SchemaAttribute> excluded,
            Context context) {
        ScimCall call = (ScimCall) context;
        return call.part(() -> shown(existing(id, areWanted(attributes, excluded)), call));
    }

    /// With all members, whatever the answer shall show: what is not read would be taken out.
    @Override
    public Group getResourceForUpdate(
            String id,
            List<SchemaAttribute> attributes,
            List<SchemaAttribute> excluded,
            Context context,
            EndpointType type) {
        ScimCall call = (ScimCall) context;
        return call.part(() -> shown(existing(id, true), call));
    }

    @Override
    public PartialListResponse<Group> listResources(
            long startIndex,
            int count,
            @Nullable FilterNode filter,
            @Nullable SchemaAttribute sortBy,
            @Nullable SortOrder sortOrder,
            List<SchemaAttribute> attributes,
            List<SchemaAttribute> excluded,
            Context context) {
        ScimCall call = (ScimCall) context;
        boolean members = areWanted(attributes, excluded);
        return call.part(() -> list(startIndex - 1, count, filter, members, call));
    }

    private PartialListResponse<Group> list(
            long skip, int count, @Nullable FilterNode filter, boolean members, ScimCall call) {
        ScimFilter search = ScimFilter.of(filter, "displayName");
        if (search.exact() && search.sought().email() == null) {
            return PartialListResponse.<Group>builder()
                    .resources(
                            groups.list(search.sought(), skip, count, members).stream()
                                    .map(group -> shown(group, call))
                                    .toList())
                    .totalResults(groups.count(search.sought()))
                    .build();
        }
        List<DirectoryGroup> candidates =
                groups.list(search.sought(), 0, ScimUsers.SEARCHED + 1, true);
        if (candidates.size() > ScimUsers.SEARCHED) {
            throw new BadRequestException(
                    "This filter looks at more than "
                            + ScimUsers.SEARCHED
                            + " groups. Filter by displayName with eq.",
                    ScimType.RFC7644.TOO_MANY);
        }
        List<Group> found =
                FilterResourceResolver.filterResources(
                        getServiceProvider(),
                        candidates.stream().map(group -> shown(group, call)).toList(),
                        Objects.requireNonNull(filter));
        return PartialListResponse.<Group>builder()
                .resources(found.stream().skip(skip).limit(count).toList())
                .totalResults(found.size())
                .build();
    }

    /// Directories look groups up without their members, because these can be very many.
    private static boolean areWanted(
            @Nullable List<SchemaAttribute> attributes, @Nullable List<SchemaAttribute> excluded) {
        boolean named =
                attributes == null
                        || attributes.isEmpty()
                        || attributes.stream().anyMatch(ScimGroups::isOfMembers);
        return named && (excluded == null || excluded.stream().noneMatch(ScimGroups::isOfMembers));
    }

    private static boolean isOfMembers(SchemaAttribute attribute) {
        return attribute.getScimNodeName().startsWith(AttributeNames.RFC7643.MEMBERS);
    }

    @Override
    public Group updateResource(Group wanted, Context context) {
        ScimCall call = (ScimCall) context;
        return call.part(() -> {
            DirectoryGroup before = existing(wanted.getId().orElse(""), true);
            DirectoryGroup after = groups.change(before.id(), read(wanted), call.by());
            call.changed(after.id(), words(before, after));
            return shown(after, call);
        });
    }

    private static String words(DirectoryGroup before, DirectoryGroup after) {
        Set<PersonId> joined = new HashSet<>(after.members());
        joined.removeAll(before.members());
        Set<PersonId> gone = new HashSet<>(before.members());
        gone.removeAll(after.members());
        String members = "+" + joined.size() + " −" + gone.size() + " members";
        return before.name().equals(after.name()) ? members : "renamed, " + members;
    }

    @Override
    public void deleteResource(String id, Context context) {
        ScimCall call = (ScimCall) context;
        call.part(() -> {
            groups.remove(id, call.by());
            call.changed(id, "deleted: nobody is in the team by it");
            return true;
        });
    }

    private DirectoryGroup existing(String id, boolean members) {
        return groups.find(id, members).orElseThrow(() -> RejectedException.unknown("group"));
    }

    private static DirectoryGroups.Wanted read(Group wanted) {
        Set<PersonId> members = new HashSet<>();
        for (Member member : wanted.getMembers()) {
            if (member.getType().filter("Group"::equalsIgnoreCase).isPresent()) {
                throw RejectedException.invalid(
                        "members: groups in groups are not taken; push each of them.");
            }
            String value =
                    member.getValue()
                            .orElseThrow(
                                    () -> RejectedException.invalid("members: value is missing."));
            try {
                members.add(new PersonId(value));
            } catch (IllegalArgumentException e) {
                throw RejectedException.invalid("members: there is no user " + value + ".");
            }
        }
        return new DirectoryGroups.Wanted(
                wanted.getDisplayName()
                        .orElseThrow(() -> RejectedException.invalid("displayName is missing.")),
                wanted.getExternalId().orElse(null),
                members);
    }

    private static Group shown(DirectoryGroup group, ScimCall call) {
        Digest version = Digest.of(group.id() + group.name() + group.changed());
        return Group.builder()
                .id(group.id())
                .displayName(group.name())
                .externalId(group.externalId())
                .members(
                        group.members().stream()
                                .map(each ->
                                        Member.builder().value(each.value()).type("User").build())
                                .toList())
                .meta(call.meta(group.id(), group.created(), group.changed(), version))
                .build();
    }
}
