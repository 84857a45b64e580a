package io.github.keras4j.engine.dl4j.arrays;

import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's operations as they are called here. None changes what it is given. */
public final class Arrays {
    private Arrays() {}

    /** An operation of libnd4j with one result, which broadcasts where it takes two arrays. */
    public static INDArray op(String name, INDArray... inputs) {
        return Nd4j.exec(DynamicCustomOp.builder(name).addInputs(inputs).build())[0];
    }

    /** Zeros of the type of another array. */
    public static INDArray zeros(INDArray like, long... shape) {
        return Nd4j.zeros(like.dataType(), shape);
    }

    /** Ones of the type of another array. */
    public static INDArray ones(INDArray like, long... shape) {
        return Nd4j.ones(like.dataType(), shape);
    }

    /** A number of the type of another array. */
    public static INDArray number(INDArray like, double value) {
        return Nd4j.scalar(like.dataType(), value);
    }

    /** Numbers from Java, of the type of another array. */
    public static INDArray of(INDArray like, double[] values, long... shape) {
        return like.dataType() == DataType.DOUBLE
                ? Nd4j.create(values, shape, 'c')
                : Nd4j.create(values, shape, 'c').castTo(like.dataType());
    }

    /** Row-major in another shape. */
    public static INDArray reshape(INDArray x, long... shape) {
        return java.util.Arrays.equals(x.shape(), shape) ? x : x.reshape('c', shape);
    }

    /** Repeated along axes of size 1, and along new ones in front. */
    public static INDArray broadcast(INDArray x, long... shape) {
        if (java.util.Arrays.equals(x.shape(), shape)) {
            return x;
        }
        return zeros(x, shape).add(x);
    }

    /** The shape of both after broadcasting. */
    public static long[] broadcast(long[] a, long[] b) {
        long[] shape = new long[Math.max(a.length, b.length)];
        for (int i = 1; i <= shape.length; i++) {
            long left = i > a.length ? 1 : a[a.length - i];
            long right = i > b.length ? 1 : b[b.length - i];
            if (left != right && left != 1 && right != 1) {
                throw new UnfitException("shapes " + java.util.Arrays.toString(a) + " and "
                        + java.util.Arrays.toString(b) + " do not broadcast");
            }
            shape[shape.length - i] = left == 1 ? right : left;
        }
        return shape;
    }

    /** 1 where both say so, else 0; of the same type as {@code like}. */
    public static INDArray flags(INDArray condition, INDArray like) {
        return condition.castTo(like.dataType());
    }

    /** 1 where it is not zero. */
    public static INDArray nonZero(INDArray x) {
        return flags(x.neq(0), x);
    }

    /** 1 where it is above a number. */
    public static INDArray above(INDArray x, double number) {
        return flags(x.gt(number), x);
    }

    /** 1 where it is below a number. */
    public static INDArray below(INDArray x, double number) {
        return flags(x.lt(number), x);
    }

    /** 1 where it is a number or above. */
    public static INDArray atLeast(INDArray x, double number) {
        return flags(x.gte(number), x);
    }

    /** 1 where it is a number or below. */
    public static INDArray atMost(INDArray x, double number) {
        return flags(x.lte(number), x);
    }

    /** {@code a} where {@code flags} is not zero, else {@code b}; broadcasts. */
    public static INDArray where(INDArray flags, INDArray a, INDArray b) {
        long[] shape = broadcast(broadcast(flags.shape(), a.shape()), b.shape());
        INDArray condition = broadcast(flags, shape).castTo(DataType.BOOL);
        return op(
                "select",
                condition,
                broadcast(a, shape).dup('c'),
                broadcast(b, shape).dup('c'));
    }

    /**
     * The part of an axis from {@code from} up to {@code to}: a view. ND4J's own {@code get} by intervals gives an empty
     * array for some views with axes of size 1: a kernel {@code [6, 4, 1]} among a network's parameters.
     */
    public static INDArray part(INDArray x, int axis, long from, long to) {
        long[] shape = x.shape().clone();
        shape[axis] = to - from;
        return Nd4j.create(x.data(), shape, x.stride(), x.offset() + from * x.stride(axis), x.ordering());
    }

    /** The product of sizes. */
    public static long product(long[] shape, int from, int to) {
        return LongStream.of(shape).skip(from).limit(Math.max(to - from, 0)).reduce(1, Math::multiplyExact);
    }

    /** An axis counted from the start. */
    public static int axis(int rank, int axis) {
        return axis < 0 ? axis + rank : axis;
    }
}
