package io.github.keras4j.rows;

import io.github.keras4j.data.Npy;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an {@code .npy} file, or of one in an {@code .npz}. Each batch is given to {@link Npy} as a small file of its
 * own, so that the elements are read in one place.
 */
final class NpyStream implements RowStream {
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\((\\d+)L?,([0-9L, ]*)\\)");
    private static final Pattern DESCR = Pattern.compile("'descr':\\s*'[<>|=]?([A-Za-z])(\\d+)'");

    private final String place;
    private final InputStream in;
    private final @Nullable ZipFile zip;
    private final @Nullable CheckedInputStream checked;
    private final long crc;
    private final String header;
    private final String tail;
    private final long rows;
    private final int rowBytes;
    private long at;

    private NpyStream(String place, InputStream in, @Nullable ZipFile zip, long crc) {
        this.place = place;
        this.zip = zip;
        this.crc = crc;
        this.checked = zip == null ? null : new CheckedInputStream(in, new CRC32());
        this.in = checked == null ? in : checked;
        try {
            header = readHeader();
        } catch (IOException e) {
            throw Bytes.failed(place, e);
        }
        Matcher shape = SHAPE.matcher(header);
        Matcher descr = DESCR.matcher(header);
        if (!shape.find() || !descr.find()) {
            throw new InputException(place + ": an array of at least one axis, of numbers or strings, is read row by"
                    + " row. Received: " + header.strip());
        }
        tail = shape.group(2);
        long elements = 1;
        for (String size : tail.replace("L", "").split(",")) {
            elements *= size.isBlank() ? 1 : Long.parseLong(size.strip());
        }
        if (header.contains("'fortran_order': True") && !tail.isBlank()) {
            throw new InputException(place + ": the array is stored column by column, so it can't be read row by row."
                    + " Save it with numpy.ascontiguousarray");
        }
        long width = Long.parseLong(descr.group(2)) * (descr.group(1).equals("U") ? 4 : 1);
        if (elements * width > Integer.MAX_VALUE / 2 || elements < 0) {
            throw new InputException(place + ": a row is too large. Received: " + elements + " elements");
        }
        rows = Long.parseLong(shape.group(1));
        rowBytes = (int) (elements * width);
    }

    static NpyStream ofFile(Path file) {
        return new NpyStream(file.toString(), Bytes.of(file), null, 0);
    }

    /** @param keys one; none where the file holds a single array */
    static NpyStream ofMember(Path file, List<String> keys) {
        try {
            ZipFile zip = new ZipFile(file.toFile());
            List<String> names = new ArrayList<>();
            zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".npy"))
                    .forEach(names::add);
            String wanted = keys.isEmpty() && names.size() == 1 ? names.get(0) : String.join(",", keys) + ".npy";
            ZipEntry entry = zip.getEntry(wanted);
            if (entry == null) {
                zip.close();
                throw new InputException("The file has the arrays "
                        + names.stream()
                                .map(name -> name.substring(0, name.length() - 4))
                                .toList()
                        + "; name one behind #. Received: " + file + (keys.isEmpty() ? "" : "#" + keys.get(0)));
            }
            String place = file + "#" + wanted.substring(0, wanted.length() - 4);
            return new NpyStream(place, zip.getInputStream(entry), zip, entry.getCrc());
        } catch (IOException e) {
            throw Bytes.failed(file.toString(), e);
        }
    }

    private String readHeader() throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || start[0] != (byte) 0x93 || start[1] != 'N') {
            throw new InputException(place + " is not a numpy array (.npy). Received: other first bytes");
        }
        byte[] length = in.readNBytes(start[6] == 1 ? 2 : 4);
        if (length.length < 2) {
            throw new InputException(place + " is cut off. Received: no header");
        }
        ByteBuffer size = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN);
        long bytes = length.length == 2 ? size.getShort() & 0xffff : size.getInt() & 0xffffffffL;
        if (bytes > 1 << 20) {
            throw new InputException(place + " has a header of " + bytes + " bytes. Received: a damaged file");
        }
        return new String(in.readNBytes((int) bytes), StandardCharsets.UTF_8);
    }

    @Override
    public Tensor next(int most) {
        int count = (int) Math.min(most, rows - at);
        byte[] head = npyHeader(count);
        byte[] file = new byte[head.length + count * rowBytes];
        System.arraycopy(head, 0, file, 0, head.length);
        try {
            int got = in.readNBytes(file, head.length, count * rowBytes);
            if (got < count * rowBytes) {
                throw new InputException(
                        place + " is cut off. Received: " + (at + got / Math.max(1, rowBytes)) + " rows of " + rows);
            }
            at += count;
            if (at == rows && checked != null) {
                if (in.read() >= 0 || checked.getChecksum().getValue() != crc) {
                    throw new InputException(place + " is damaged: its checksum is another than the zip's");
                }
            }
            return Npy.read(file, place);
        } catch (IOException e) {
            throw Bytes.failed(place, e);
        } catch (InputException e) {
            throw e;
        } catch (Keras4jException e) {
            throw new InputException(e.getMessage(), e);
        }
    }

    private byte[] npyHeader(int count) {
        String own = SHAPE.matcher(header)
                .replaceFirst(Matcher.quoteReplacement("'shape': (" + count + "," + tail + ")"))
                .replace("'fortran_order': True", "'fortran_order': False");
        byte[] text = own.getBytes(StandardCharsets.UTF_8);
        ByteBuffer head = ByteBuffer.allocate(12 + text.length).order(ByteOrder.LITTLE_ENDIAN);
        head.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0})
                .putInt(text.length)
                .put(text);
        return head.array();
    }

    @Override
    public void close() {
        try {
            in.close();
            if (zip != null) {
                zip.close();
            }
        } catch (IOException e) {
            throw Bytes.failed(place, e);
        }
    }
}
