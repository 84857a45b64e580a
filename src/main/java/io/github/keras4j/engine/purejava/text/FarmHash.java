package io.github.keras4j.engine.purejava.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * FarmHash's Fingerprint64 (github.com/google/farmhash, farmhashna::Hash64), which TensorFlow's {@code
 * string_to_hash_bucket_fast} takes the remainder of, and how {@code sparse_cross} joins several of them.
 */
final class FarmHash {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long K0 = 0xc3a5c85c97cb3127L;
    private static final long K1 = 0xb492b66fbe98f273L;
    private static final long K2 = 0x9ae16a3b2f90404fL;
    private static final long CAT = 0xc6a4a7935bd1e995L;

    private FarmHash() {}

    static long fingerprint(byte[] s) {
        int n = s.length;
        if (n <= 16) {
            return upTo16(s, n);
        }
        if (n <= 32) {
            return upTo32(s, n);
        }
        return n <= 64 ? upTo64(s, n) : longer(s, n);
    }

    /** TensorFlow's FingerprintCat64 (core/platform/fingerprint.h). */
    static long cat(long first, long second) {
        long result = first ^ CAT;
        result ^= shiftMix(second * CAT) * CAT;
        result *= CAT;
        result = shiftMix(result) * CAT;
        return shiftMix(result);
    }

    private static long upTo16(byte[] s, int n) {
        if (n >= 8) {
            long mul = K2 + n * 2L;
            long a = word(s, 0) + K2;
            long b = word(s, n - 8);
            long c = Long.rotateRight(b, 37) * mul + a;
            long d = (Long.rotateRight(a, 25) + b) * mul;
            return mix(c, d, mul);
        }
        if (n >= 4) {
            long mul = K2 + n * 2L;
            return mix(n + (half(s, 0) << 3), half(s, n - 4), mul);
        }
        if (n > 0) {
            int y = (s[0] & 0xff) + ((s[n >> 1] & 0xff) << 8);
            int z = n + ((s[n - 1] & 0xff) << 2);
            return shiftMix(y * K2 ^ z * K0) * K2;
        }
        return K2;
    }

    private static long upTo32(byte[] s, int n) {
        long mul = K2 + n * 2L;
        long a = word(s, 0) * K1;
        long b = word(s, 8);
        long c = word(s, n - 8) * mul;
        long d = word(s, n - 16) * K2;
        return mix(
                Long.rotateRight(a + b, 43) + Long.rotateRight(c, 30) + d, a + Long.rotateRight(b + K2, 18) + c, mul);
    }

    private static long upTo64(byte[] s, int n) {
        long mul = K2 + n * 2L;
        long a = word(s, 0) * K2;
        long b = word(s, 8);
        long c = word(s, n - 8) * mul;
        long d = word(s, n - 16) * K2;
        long y = Long.rotateRight(a + b, 43) + Long.rotateRight(c, 30) + d;
        long z = mix(y, a + Long.rotateRight(b + K2, 18) + c, mul);
        long e = word(s, 16) * mul;
        long f = word(s, 24);
        long g = (y + word(s, n - 32)) * mul;
        long h = (z + word(s, n - 24)) * mul;
        return mix(Long.rotateRight(e + f, 43) + Long.rotateRight(g, 30) + h, e + Long.rotateRight(f + a, 18) + g, mul);
    }

    private static long longer(byte[] s, int n) {
        long x = 81;
        long y = x * K1 + 113;
        long z = shiftMix(y * K2 + 113) * K2;
        long[] v = new long[2];
        long[] w = new long[2];
        x = x * K2 + word(s, 0);
        int end = (n - 1) / 64 * 64;
        for (int at = 0; at < end; at += 64) {
            x = Long.rotateRight(x + y + v[0] + word(s, at + 8), 37) * K1;
            y = Long.rotateRight(y + v[1] + word(s, at + 48), 42) * K1;
            x ^= w[1];
            y += v[0] + word(s, at + 40);
            z = Long.rotateRight(z + w[0], 33) * K1;
            weak(s, at, v[1] * K1, x + w[0], v);
            weak(s, at + 32, z + w[1], y + word(s, at + 16), w);
            long swapped = z;
            z = x;
            x = swapped;
        }
        long mul = K1 + ((z & 0xff) << 1);
        int last = n - 64;
        w[0] += (n - 1) & 63;
        v[0] += w[0];
        w[0] += v[0];
        x = Long.rotateRight(x + y + v[0] + word(s, last + 8), 37) * mul;
        y = Long.rotateRight(y + v[1] + word(s, last + 48), 42) * mul;
        x ^= w[1] * 9;
        y += v[0] * 9 + word(s, last + 40);
        z = Long.rotateRight(z + w[0], 33) * mul;
        weak(s, last, v[1] * mul, x + w[0], v);
        weak(s, last + 32, z + w[1], y + word(s, last + 16), w);
        return mix(mix(v[0], w[0], mul) + shiftMix(y) * K0 + x, mix(v[1], w[1], mul) + z, mul);
    }

    private static void weak(byte[] s, int at, long seedA, long seedB, long[] into) {
        long a = seedA + word(s, at);
        long b = Long.rotateRight(seedB + a + word(s, at + 24), 21);
        long c = a;
        a += word(s, at + 8) + word(s, at + 16);
        b += Long.rotateRight(a, 44);
        into[0] = a + word(s, at + 24);
        into[1] = b + c;
    }

    private static long mix(long u, long v, long mul) {
        long a = (u ^ v) * mul;
        a ^= a >>> 47;
        long b = (v ^ a) * mul;
        b ^= b >>> 47;
        return b * mul;
    }

    private static long shiftMix(long value) {
        return value ^ value >>> 47;
    }

    private static long word(byte[] s, int at) {
        return (long) LONG.get(s, at);
    }

    private static long half(byte[] s, int at) {
        return (int) INT.get(s, at) & 0xffffffffL;
    }
}
