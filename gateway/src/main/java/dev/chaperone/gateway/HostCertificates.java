// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.jspecify.annotations.Nullable;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/// The certificates that the forward proxy shows in the name of hosts. They are made when a tunnel
/// to the host is opened and have one key; a handshake only takes what is there, so that no name in
/// a handshake makes work.
///
/// One for all event loops.
final class HostCertificates extends X509ExtendedKeyManager {
    private static final int MOST = 1_000;

    /// Much shorter than they are valid.
    private static final Duration KEPT = Duration.ofDays(1);

    private static final String KEY_TYPE = "EC";

    private final CertificateAuthority authority;
    private final KeyPair key;
    private final Clock clock;
    private final Pace pace;
    private final Cache<String, X509Certificate[]> chains =
            Caffeine.newBuilder()
                    .maximumSize(MOST)
                    .expireAfterWrite(KEPT)
                    .executor(Runnable::run)
                    .build();

    HostCertificates(CertificateAuthority authority, Clock clock) throws GeneralSecurityException {
        this.authority = authority;
        this.key = CertificateAuthority.newKey();
        this.clock = clock;
        this.pace = new Pace(100, 10, clock);
    }

    /// Whether a handshake for this host would find its certificate.
    boolean has(String host) {
        return chains.getIfPresent(host) != null;
    }

    /// Makes the certificate of a host, if it is not there; takes time.
    ///
    /// @return whether it is there now: not when too many names came in a short time
    boolean prepare(String host) throws GeneralSecurityException {
        if (has(host)) {
            return true;
        }
        if (!pace.allows()) {
            return false;
        }
        chains.put(host, authority.chain(host, key.getPublic(), clock.instant()));
        return true;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        if (keyType.equals(KEY_TYPE)
                && engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            String host = host(session);
            return host != null && has(host) ? host : null;
        }
        return null;
    }

    /// The host that a handshake asked for; null when it named none.
    static @Nullable String host(ExtendedSSLSession session) {
        for (SNIServerName name : session.getRequestedServerNames()) {
            if (name instanceof SNIHostName host) {
                return host.getAsciiName().toLowerCase(Locale.ROOT);
            }
        }
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String host) {
        return chains.getIfPresent(host);
    }

    @Override
    public PrivateKey getPrivateKey(String host) {
        return key.getPrivate();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
