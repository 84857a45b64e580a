package io.github.keras4j.limits;

import io.github.keras4j.errors.Keras4jException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Members of a zip, each held against its CRC-32 and to a limit. {@link ZipFile} does neither: a flipped bit in a
 * stored member was answered as another weight, where Python's zipfile raises BadZipFile.
 */
public final class ZipMembers {
    /** Deflate packs no better than 1:1032, so a member that gives more was made to exhaust memory. */
    private static final long MAX_RATIO = 1032;

    private static final int SMALL = 1 << 16;
    /** Java's arrays are no longer. */
    private static final long LONGEST = Integer.MAX_VALUE - 8L;

    private ZipMembers() {}

    /**
     * Reads a whole member.
     *
     * @param limit the most bytes that are read of such a member
     * @param place the file and the member, for messages
     * @throws ZipException when the bytes are not those that were packed
     * @throws Keras4jException when it claims or gives more than the limit or than the heap holds
     */
    public static byte[] read(ZipFile zip, ZipEntry entry, long limit, String place) throws IOException {
        long packed = Math.max(0, entry.getCompressedSize());
        long most = Math.min(Math.min(limit, LONGEST), Math.max(SMALL, packed * MAX_RATIO));
        if (entry.getSize() > most) {
            throw new Keras4jException(place + " claims " + entry.getSize() + " bytes unpacked. Received: " + packed
                    + " bytes packed, which hold or from which are read " + most + " at most.");
        }
        long claimed = Math.max(0, entry.getSize());
        Memory.require(claimed, place);
        byte[] content = content(zip, entry, claimed, place);
        CRC32 sum = new CRC32();
        sum.update(content);
        if (content.length != entry.getSize() || sum.getValue() != entry.getCrc()) {
            throw new ZipException(
                    place + " is not what was packed: its CRC-32 is " + Long.toHexString(sum.getValue()) + " of "
                            + content.length + " bytes, the zip says " + Long.toHexString(entry.getCrc()) + " of "
                            + entry.getSize());
        }
        return content;
    }

    private static byte[] content(ZipFile zip, ZipEntry entry, long claimed, String place) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readNBytes((int) claimed);
            if (in.read() < 0) {
                return content;
            }
        } catch (OutOfMemoryError e) {
            throw new Keras4jException(
                    place + " takes " + claimed + " bytes, more than is free in the heap. Give Java more (-Xmx).", e);
        }
        throw new ZipException(place + " is longer than the " + claimed + " bytes that the zip says");
    }
}
