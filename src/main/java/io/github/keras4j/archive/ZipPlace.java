package io.github.keras4j.archive;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;

/**
 * Where a member lies in its zip, which java.util.zip does not tell (APPNOTE.TXT 6.3, 4.3.7, 4.3.12 and 4.3.16). Zips laid
 * out in a rarer way are left to java.util.zip.
 */
final class ZipPlace {
    private static final int END = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int CENTRAL = 0x02014b50;
    private static final int CENTRAL_SIZE = 46;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_SIZE = 30;
    private static final int LONGEST_COMMENT = 0xffff;
    /** A model has a few members. */
    private static final int MOST = 1 << 24;

    private ZipPlace() {}

    /** Where a member's first byte is in the file; empty if it is packed, or was not found. */
    static OptionalLong of(Path zip, ZipEntry entry) throws IOException {
        if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
            return OptionalLong.empty();
        }
        try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "r")) {
            long length = file.length();
            ByteBuffer tail = bytes(file, Math.max(0, length - LONGEST_COMMENT - END_SIZE), length);
            int end = tail.limit() - END_SIZE;
            while (end >= 0 && tail.getInt(end) != END) {
                end--;
            }
            if (end < 0) {
                return OptionalLong.empty();
            }
            long size = Integer.toUnsignedLong(tail.getInt(end + 12));
            long from = Integer.toUnsignedLong(tail.getInt(end + 16));
            if (size > MOST || from + size > length) {
                return OptionalLong.empty();
            }
            long local = local(bytes(file, from, from + size), entry.getName());
            if (local < 0 || local + LOCAL_SIZE > length) {
                return OptionalLong.empty();
            }
            ByteBuffer header = bytes(file, local, local + LOCAL_SIZE);
            long at = local + LOCAL_SIZE + (header.getShort(26) & 0xffff) + (header.getShort(28) & 0xffff);
            boolean there = header.getInt(0) == LOCAL && at + entry.getSize() <= length;
            return there ? OptionalLong.of(at) : OptionalLong.empty();
        }
    }

    /** Where the member's header is, as the central directory says; -1 if it does not. */
    private static long local(ByteBuffer directory, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at + CENTRAL_SIZE <= directory.limit() && directory.getInt(at) == CENTRAL; ) {
            int length = directory.getShort(at + 28) & 0xffff;
            int behind = (directory.getShort(at + 30) & 0xffff) + (directory.getShort(at + 32) & 0xffff);
            int next = at + CENTRAL_SIZE + length + behind;
            if (next <= directory.limit()
                    && directory.slice(at + CENTRAL_SIZE, length).equals(ByteBuffer.wrap(wanted))) {
                return Integer.toUnsignedLong(directory.getInt(at + 42));
            }
            at = next;
        }
        return -1;
    }

    private static ByteBuffer bytes(RandomAccessFile file, long from, long to) throws IOException {
        byte[] bytes = new byte[(int) (to - from)];
        file.seek(from);
        file.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
