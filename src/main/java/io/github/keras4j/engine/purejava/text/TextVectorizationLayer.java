package io.github.keras4j.engine.purejava.text;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Preprocessing.Split;
import io.github.keras4j.model.Preprocessing.TextVectorization;
import io.github.keras4j.model.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * TextVectorization. Where the longest text of a call decides the output's size, the texts must be there when the
 * program is bound.
 */
public final class TextVectorizationLayer implements CompiledLayer {
    private final TextVectorization layer;
    private final Vocabulary vocabulary;
    private final Codes codes;

    public TextVectorizationLayer(TextVectorization layer, Weights weights) {
        this.layer = layer;
        vocabulary = new Vocabulary(layer.lookup(), weights);
        codes = LookupLayer.codes(layer.lookup(), vocabulary, weights);
    }

    @Override
    public boolean takesTexts() {
        return true;
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = Words.unmasked(call.input());
        boolean whole = layer.split() == Split.NONE;
        boolean oneText = x.rank() == 1 || x.rank() == 2 && x.size(1) == 1;
        if (!whole && !oneText || whole && x.rank() != 2) {
            throw new BindException("takes " + (whole ? "(batch, tokens)" : "(batch, 1) or (batch,)"));
        }
        int rows = x.size(0);
        int perRow = rows == 0 ? 1 : x.elements() / rows;
        if (!codes.isInt()) {
            Value y = binding.value(codes.shape(rows, perRow));
            binding.step(() -> {
                Arrays.fill(y.data(), 0);
                for (int row = 0; row < rows; row++) {
                    for (String token : tokens(x, row, perRow)) {
                        codes.put(vocabulary.index(token), 0, row, y.data());
                    }
                }
                codes.weigh(y.data());
            });
            return List.of(y);
        }
        int width = layer.outputSequenceLength().orElseGet(() -> width(x, rows, perRow, binding));
        Value y = binding.value(rows, width);
        binding.step(() -> {
            Arrays.fill(y.data(), 0);
            for (int row = 0; row < rows; row++) {
                List<String> tokens = tokens(x, row, perRow);
                for (int i = 0; i < tokens.size() && i < width; i++) {
                    y.data()[row * width + i] = vocabulary.index(tokens.get(i));
                }
            }
        });
        return List.of(y);
    }

    private int width(Value x, int rows, int perRow, Binding binding) {
        if (layer.split() == Split.NONE) {
            return Tokens.ngrams(java.util.Collections.nCopies(perRow, ""), layer.ngrams())
                    .size();
        }
        if (!binding.isKnown(x)) {
            throw new BindException("has no output_sequence_length, so it takes the model's own input");
        }
        int longest = 0;
        for (int row = 0; row < rows; row++) {
            longest = Math.max(longest, tokens(x, row, perRow).size());
        }
        return longest;
    }

    private List<String> tokens(Value x, int row, int perRow) {
        List<String> tokens = new ArrayList<>();
        for (int i = row * perRow; i < (row + 1) * perRow; i++) {
            tokens.addAll(Tokens.split(Tokens.standardize(Words.at(x, i), layer.standardize()), layer.split()));
        }
        return Tokens.ngrams(tokens, layer.ngrams());
    }
}
