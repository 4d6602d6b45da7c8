// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.gateway.SignInDesk;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.settings.ServedSettings;
import dev.chaperone.workspace.signins.Lifetimes;
import dev.chaperone.workspace.signins.TokenAnswer;

import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/// Signs tools in for the gateway, with the workspace's people.
final class GatewayDesk implements SignInDesk {
    private static final int MAX_NOTICE = 500;
    private static final int MAX_NAME = 120;

    private final Workspace workspace;
    private final Supplier<String> pages;

    /// @param pages address of the workspace, as people's browsers call it
    GatewayDesk(Workspace workspace, Supplier<String> pages) {
        this.workspace = workspace;
        this.pages = pages;
    }

    @Override
    public Optional<Invitation> invite(String client, String address) {
        return workspace
                .toolSignIns()
                .invite(client, address)
                .map(invited ->
                        new Invitation(
                                invited.deviceCode(),
                                invited.userCode(),
                                URI.create(pages.get() + ToolSignInController.PATH),
                                Lifetimes.CODES,
                                Lifetimes.INTERVAL,
                                notice(workspace.inForce().policy())));
    }

    private static String notice(PolicySnapshot policy) {
        String notice =
                "%s: what you and your tool send through this gateway is recorded under your name"
                                .formatted(brief(policy.organization()))
                        + " and checked against the company's policy before it leaves. Secrets and"
                        + " customer data do not belong into prompts. Questions: %s."
                                .formatted(brief(policy.owner()));
        return notice.substring(0, Math.min(notice.length(), MAX_NOTICE));
    }

    private static String brief(String name) {
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "…";
    }

    @Override
    public Answer redeem(String deviceCode) {
        return answer(workspace.toolSignIns().redeem(deviceCode), "device-code");
    }

    @Override
    public Answer renew(String refreshToken) {
        return answer(workspace.toolSignIns().renew(refreshToken), "refresh-token");
    }

    /// @param shown what the tool showed, as the ledger calls it when it is worth nothing
    private Answer answer(TokenAnswer answer, String shown) {
        return switch (answer) {
            case TokenAnswer.Issued(PersonId person, String access, var lasts, String refresh) ->
                    new Answer.Issued(access, lasts, refresh, email(person));
            case TokenAnswer.Refused(TokenAnswer.Reason reason) -> {
                if (reason == TokenAnswer.Reason.WORTHLESS) {
                    workspace.refusals().refused(shown);
                }
                yield new Answer.Refused(reason(reason));
            }
        };
    }

    private String email(PersonId person) {
        return workspace.people().find(person).map(Person::email).orElse("");
    }

    private static Reason reason(TokenAnswer.Reason reason) {
        return switch (reason) {
            case PENDING -> Reason.PENDING;
            case SLOW_DOWN -> Reason.SLOW_DOWN;
            case DENIED -> Reason.DENIED;
            case EXPIRED -> Reason.EXPIRED;
            case WORTHLESS -> Reason.WORTHLESS;
        };
    }

    @Override
    public void signOut(String token) {
        workspace.toolSignIns().signOut(token);
    }

    @Override
    public Optional<Settings> settings(Register.Credential caller) {
        return workspace.managedSettings().of(caller.teams()).map(GatewayDesk::settings);
    }

    private static Settings settings(ServedSettings served) {
        return new Settings(served.uuid().toString(), served.checksum().toString(), served.text());
    }

    @Override
    public void told(Register.Credential caller, String checksum) {
        workspace.managedSettings().told(caller.person(), checksum);
        boolean theirs =
                workspace
                        .managedSettings()
                        .of(caller.teams())
                        .map(served -> served.checksum().toString().equals(checksum))
                        .orElse(false);
        if (theirs) {
            workspace.checklists().followsSettings(caller.member());
        }
    }
}
