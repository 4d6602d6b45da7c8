// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;

/// Reads no more of a body than the API ever needs: the gateway lives in the same memory. What goes
/// to disk instead has a bound of its own.
final class BodyLimit extends OncePerRequestFilter {
    /// Bytes; the largest thing anybody sends is a policy.
    static final int MAX = 1024 * 1024;

    /// Bytes; a directory sends a group with all its members.
    private static final int OF_DIRECTORIES = 16 * 1024 * 1024;

    private static int of(HttpServletRequest request) {
        return ScimAnswer.speaksTo(request.getRequestURI()) ? OF_DIRECTORIES : MAX;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean toDisk = request.getRequestURI().equals(SeatsApi.READINGS);
        chain.doFilter(toDisk ? request : new Limited(request), response);
    }

    private static final class Limited extends HttpServletRequestWrapper {
        Limited(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            int max = of(this);
            if (getContentLengthLong() > max) {
                throw new BodyTooLargeException(max);
            }
            return new Counting(super.getInputStream(), max);
        }
    }

    private static final class Counting extends ServletInputStream {
        private final ServletInputStream from;
        private final int max;
        private int left;

        Counting(ServletInputStream from, int max) {
            this.from = from;
            this.max = max;
            this.left = max;
        }

        @Override
        public int read() throws IOException {
            int read = from.read();
            return read < 0 ? read : counted(1, read);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = from.read(into, offset, length);
            return read < 0 ? read : counted(read, read);
        }

        private int counted(int bytes, int result) throws BodyTooLargeException {
            left -= bytes;
            if (left < 0) {
                throw new BodyTooLargeException(max);
            }
            return result;
        }

        @Override
        public boolean isFinished() {
            return from.isFinished();
        }

        @Override
        public boolean isReady() {
            return from.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            from.setReadListener(listener);
        }
    }
}
