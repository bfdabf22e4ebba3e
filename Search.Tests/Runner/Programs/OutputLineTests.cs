using HyperSearch.Runner;

namespace Search.Tests;

public sealed class OutputLineTests
{
    [Theory]
    [InlineData("acc=0.93", "acc=0.93", null)]
    [InlineData("acc: 0.93", "acc=0.93", null)]
    [InlineData("acc = 0.93", "acc=0.93", null)]
    [InlineData("acc=.5", "acc=0.5", null)]
    [InlineData("acc=-1.5e-3", "acc=-0.0015", null)]
    [InlineData("acc=1E5", "acc=100000", null)]
    [InlineData("The final acc=0.93.", "acc=0.93", null)]
    [InlineData("epoch=3 loss=0.2 acc=0.93", "epoch=3 loss=0.2 acc=0.93", 3)]
    [InlineData("Epoch 3/10 - loss: 0.2 - acc: 0.93", "loss=0.2 acc=0.93", 3)]
    [InlineData("Epoch [3/10], Step [20/600], acc: 0.5", "acc=0.5", 20)]
    [InlineData("[epoch 3] acc=0.5", "acc=0.5", 3)]
    [InlineData("Epoch 3: acc=0.5", "acc=0.5", 3)]
    [InlineData("epoch: 3, acc: 0.5", "epoch=3 acc=0.5", 3)]
    [InlineData("epoch=3.0 acc=0.5", "epoch=3 acc=0.5", 3)]
    [InlineData("epoch=0.5 acc=0.5", "epoch=0.5 acc=0.5", null)]
    [InlineData("epoch=-1 acc=0.5", "epoch=-1 acc=0.5", null)]
    [InlineData("epoch=99999999999 acc=0.5", "epoch=99999999999 acc=0.5", null)]
    [InlineData("epoch_loss=3 acc=0.5", "epoch_loss=3 acc=0.5", null)]
    [InlineData("steps: 7 acc=0.5", "steps=7 acc=0.5", null)]
    [InlineData("{'loss': 0.25, 'acc': 0.9, 'epoch': 2.0}", "loss=0.25 acc=0.9 epoch=2", 2)]
    [InlineData("""{"acc": 0.9, "epoch": 2, "of": {"acc": 0.1}, "name": "a"}""", "acc=0.9 epoch=2", 2)]
    [InlineData("""INFO: {"acc": 0.9}""", "acc=0.9", null)]
    [InlineData("""{"acc": NaN}""", "acc=NaN", null)]
    [InlineData("INFO:root:acc=0.93", "acc=0.93", null)]
    [InlineData("val/acc=0.1 val_acc=0.2 acc@5=0.3 my-acc: 0.4", "val/acc=0.1 val_acc=0.2 acc@5=0.3 my-acc=0.4", null)]
    [InlineData("Epoch 2: 100%|██████| 469/469 [00:05<00:00, 85.3it/s, v_num=0, acc=0.93]", "v_num=0 acc=0.93", 2)]
    [InlineData("acc=93%", "acc=93", null)]
    [InlineData("acc=nan loss: -inf", "acc=NaN loss=-Infinity", null)]
    [InlineData("acc=1e999", "acc=Infinity", null)]
    [InlineData("acc=1,234", "", null)]
    [InlineData("acc=0,93", "", null)]
    [InlineData("acc=0.93,loss=0.2", "acc=0.93 loss=0.2", null)]
    [InlineData("acc=0.9abc", "", null)]
    [InlineData("acc=5ms", "", null)]
    [InlineData("acc=0x1F", "", null)]
    [InlineData("acc=1.2.3", "", null)]
    [InlineData("acc=3/4", "", null)]
    [InlineData("acc=tensor(0.93)", "", null)]
    [InlineData("acc==0.5", "", null)]
    [InlineData("acc 0.93", "", null)]
    [InlineData("12:30:45 10.0.0.1:80 http://a:8080/", "", null)]
    [InlineData("acc=", "", null)]
    [InlineData("acc=-", "", null)]
    [InlineData("acc=1e", "", null)]
    [InlineData("acc=.", "", null)]
    [InlineData("=0.5", "", null)]
    [InlineData(":", "", null)]
    [InlineData("{", "", null)]
    [InlineData("{}:", "", null)]
    [InlineData("[1,2]: {", "", null)]
    public void A_line_says_numbers_with_their_names_and_a_step(string line, string numbers, int? step)
    {
        var read = OutputLine.Read(line, "acc");

        Assert.Equal(numbers, string.Join(' ', read.Numbers.Select(number => FormattableString.Invariant($"{number.Name}={number.Value}"))));
        Assert.Equal(step, read.Step);
    }

    [Theory]
    [InlineData("Test accuracy (%)", "Test accuracy (%): 93.5")]
    [InlineData("a=b", "a=b=93.5")]
    [InlineData("Güte", "{'Güte': 93.5}")]
    [InlineData("x y", """{"x y": 93.5}""")]
    public void The_name_of_the_goal_may_have_any_characters(string goal, string line) =>
        Assert.Equal(93.5, Assert.Single(OutputLine.Read(line, goal).Numbers, number => number.Name == goal).Value);

    [Fact]
    public void What_stands_behind_the_name_of_the_goal_and_is_no_number_is_told() =>
        Assert.Equal("tensor(0.93)", OutputLine.Read("acc=tensor(0.93)", "acc").Unread);

    [Fact]
    public void A_line_of_any_characters_is_read()
    {
        var random = new RandomStreamOfText();
        for (var i = 0; i < 20_000; i++)
        {
            var line = random.Next();
            Assert.All(OutputLine.Read(line, "acc").Numbers, number => Assert.NotEmpty(number.Name));
        }
    }

    /// <summary>Lines of the characters that matter.</summary>
    private sealed class RandomStreamOfText
    {
        private const string Characters = "acc=:0123456789.,eE+-{}[]\"' /%step\u00e9\ud83d";
        private HyperSearch.RandomStream _random = new(1, 0, HyperSearch.StreamPurpose.Evaluate);

        public string Next() => string.Create(_random.NextInt(40), this, (text, self) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = Characters[self._random.NextInt(Characters.Length)];
        });
    }
}
