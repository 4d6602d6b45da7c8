// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import com.fasterxml.jackson.databind.JsonNode;

import de.captaingoldfish.scim.sdk.common.constants.AttributeNames;
import de.captaingoldfish.scim.sdk.common.constants.ScimType;
import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import de.captaingoldfish.scim.sdk.common.resources.EnterpriseUser;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.resources.complex.Manager;
import de.captaingoldfish.scim.sdk.common.resources.complex.Name;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.Address;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.Email;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.GroupNode;
import de.captaingoldfish.scim.sdk.common.utils.JsonHelper;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.directory.DirectoryGroup;
import dev.chaperone.workspace.directory.DirectoryUser;
import dev.chaperone.workspace.directory.Said;
import dev.chaperone.workspace.people.Employment;
import dev.chaperone.workspace.people.Person;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A user of the protocol, and what we take from it. Attributes that we have no use for are not
/// kept: what is not stored can not leak.
final class ScimUser {
    private ScimUser() {}

    /// As the directory sees somebody. Groups do not count for the version: they have their own.
    static User of(DirectoryUser user, List<DirectoryGroup> groups, ScimCall call) {
        Said said = user.said();
        Person person = user.person();
        User shown =
                said == null
                        ? unsaid(person)
                        : Objects.requireNonNull(
                                JsonHelper.readJsonDocument(said.document(), User.class));
        shown.setId(person.id().value());
        shown.setActive(person.active());
        Digest version = Digest.of(shown.toString());
        if (!groups.isEmpty()) {
            shown.setGroups(groups.stream().map(ScimUser::node).toList());
        }
        shown.setMeta(
                call.meta(person.id().value(), person.createdAt(), user.lastModified(), version));
        return shown;
    }

    private static GroupNode node(DirectoryGroup group) {
        return GroupNode.builder().value(group.id()).display(group.name()).type("direct").build();
    }

    /// Somebody of whom the directory has not said anything: as we know them.
    private static User unsaid(Person person) {
        Jurisdiction country = person.jurisdiction();
        Employment work = person.employment();
        User user =
                User.builder()
                        .userName(person.email())
                        .displayName(person.name())
                        .name(Name.builder().formatted(person.name()).build())
                        .title(work.title())
                        .userType(work.kind() == null ? null : work.kind().written())
                        .emails(
                                List.of(
                                        Email.builder()
                                                .value(person.email())
                                                .type("work")
                                                .primary(true)
                                                .build()))
                        .build();
        if (country != null) {
            user.setAddresses(
                    List.of(Address.builder().type("work").country(country.code()).build()));
        }
        if (work.department() != null || work.manager() != null) {
            user.setEnterpriseUser(
                    EnterpriseUser.builder()
                            .department(work.department())
                            .manager(
                                    work.manager() == null
                                            ? null
                                            : Manager.builder()
                                                    .value(work.manager().value())
                                                    .build())
                            .build());
        }
        return user;
    }

    /// What the directory says.
    ///
    /// @param active what counts when it does not say whether somebody works here
    /// @param isKnown whether there is such a person; a manager who is none is left out
    static Said read(User user, boolean active, Predicate<PersonId> isKnown) {
        String userName =
                user.getUserName().orElseThrow(() -> invalid("userName is missing.")).strip();
        Optional<EnterpriseUser> enterprise = user.getEnterpriseUser();
        String email = email(user, userName);
        return new Said(
                userName,
                user.getExternalId().orElse(null),
                email,
                name(user, userName),
                user.getUserType().flatMap(ScimUser::kind).orElse(null),
                enterprise.flatMap(EnterpriseUser::getDepartment).orElse(null),
                user.getTitle().orElse(null),
                enterprise
                        .flatMap(EnterpriseUser::getManager)
                        .flatMap(Manager::getValue)
                        .flatMap(ScimUser::person)
                        .filter(isKnown)
                        .orElse(null),
                country(user),
                user.isActive().orElse(active),
                document(user));
    }

    private static String email(User user, String userName) {
        List<Email> told =
                user.getEmails().stream().filter(each -> each.getValue().isPresent()).toList();
        return Stream.of(
                        told.stream().filter(Email::isPrimary),
                        told.stream()
                                .filter(each ->
                                        each.getType()
                                                .filter("work"::equalsIgnoreCase)
                                                .isPresent()),
                        told.stream())
                .flatMap(each -> each)
                .flatMap(each -> each.getValue().stream())
                .findFirst()
                .or(() -> Optional.of(userName).filter(name -> name.indexOf('@') > 0))
                .orElseThrow(() ->
                        invalid(
                                "There is no e-mail address: map emails[type eq \"work\"].value, or"
                                        + " an address as userName."))
                .strip();
    }

    private static String name(User user, String userName) {
        Optional<Name> name = user.getName();
        String parts =
                Stream.of(name.flatMap(Name::getGivenName), name.flatMap(Name::getFamilyName))
                        .flatMap(Optional::stream)
                        .map(String::strip)
                        .collect(Collectors.joining(" "));
        return Stream.of(
                        user.getDisplayName(),
                        name.flatMap(Name::getFormatted),
                        Optional.of(parts),
                        Optional.of(userName))
                .flatMap(Optional::stream)
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse(userName);
    }

    /// Nothing for words of the company's own.
    private static Optional<Employment.Kind> kind(String userType) {
        String word = userType.strip().toLowerCase(Locale.ROOT);
        for (Employment.Kind kind : Employment.Kind.values()) {
            if (kind.written().equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static Optional<PersonId> person(String value) {
        try {
            return Optional.of(new PersonId(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Null when none is told, or a word that is no code.
    private static @Nullable Jurisdiction country(User user) {
        for (Address address : user.getAddresses()) {
            try {
                String code = address.getCountry().map(String::strip).orElse("");
                if (!code.isEmpty()) {
                    return new Jurisdiction(code.toUpperCase(Locale.ROOT));
                }
            } catch (IllegalArgumentException e) {
                // A country by its name.
            }
        }
        return null;
    }

    /// What is kept to be shown again: without what is ours.
    private static String document(User user) {
        JsonNode copy = JsonHelper.readJsonDocument(user.toString());
        User kept = JsonHelper.copyResourceToObject(Objects.requireNonNull(copy), User.class);
        for (String ours :
                List.of(
                        AttributeNames.RFC7643.ID,
                        AttributeNames.RFC7643.META,
                        AttributeNames.RFC7643.GROUPS,
                        AttributeNames.RFC7643.ACTIVE)) {
            kept.remove(ours);
        }
        return kept.toString();
    }

    private static BadRequestException invalid(String words) {
        return new BadRequestException(words, ScimType.RFC7644.INVALID_VALUE);
    }
}
